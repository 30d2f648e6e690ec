package posthouse.imap;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.mailbox.Message;
import posthouse.mailbox.Placement;
import posthouse.mime.HeaderField;
import posthouse.mime.Headers;

/// A message that a search looks at. What must be read from the store is read when it is first
/// asked for.
final class Candidate {
    private final Account account;
    private final int number;
    private final Placement placement;
    private Optional<Message> message = Optional.empty();
    private Optional<Headers> headers = Optional.empty();

    Candidate(Account account, int number, Placement placement) {
        this.account = account;
        this.number = number;
        this.placement = placement;
    }

    int number() {
        return number;
    }

    Placement placement() {
        return placement;
    }

    /// Whether a field of that name has the text in its value, unfolded and not decoded.
    boolean hasInHeader(String field, Needle text) {
        return headers().all(field).stream()
                .map(HeaderField::value)
                .anyMatch(value -> text.isIn(Bytes.latin1(value)));
    }

    boolean hasInBody(Needle text) throws IOException {
        long from = message().headerSize();
        return text.isIn(message().open(from, message().size() - from));
    }

    boolean hasInText(Needle text) throws IOException {
        return text.isIn(message().open(0, message().size()));
    }

    /// The day in the Date field, as it is written there.
    Optional<LocalDate> sent() {
        return headers().first("Date").flatMap(SentDate::day);
    }

    private Message message() {
        if (message.isEmpty()) {
            message = Optional.of(account.message(placement.messageId()));
        }
        return message.get();
    }

    private Headers headers() {
        if (headers.isEmpty()) {
            headers = Optional.of(Headers.parse(message().header()));
        }
        return headers.get();
    }
}
