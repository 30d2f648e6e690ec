package posthouse.imap;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.mailbox.Message;
import posthouse.mailbox.Placement;
import posthouse.mime.AddressItem;
import posthouse.mime.EncodedWords;
import posthouse.mime.EnvelopeFields;
import posthouse.mime.EnvelopeFields.Field;
import posthouse.mime.HeaderField;
import posthouse.mime.Headers;
import posthouse.mime.Part;

/// A message that a search looks at. What must be read from the store is read when it is first
/// asked for.
final class Candidate {
    private final Account account;
    private final int number;
    private final Placement placement;
    private Optional<Message> message = Optional.empty();
    private Optional<Headers> headers = Optional.empty();
    private Optional<EnvelopeFields> envelope = Optional.empty();

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

    /// Whether a field of that name has the text in its value, unfolded and decoded (RFC 2047).
    boolean hasInHeader(String field, Needle text) {
        for (HeaderField one : headers().fields()) {
            if (one.is(field) && text.isIn(EncodedWords.decode(one.value()))) {
                return true;
            }
        }
        return false;
    }

    /// Whether the envelope's SUBJECT has the text, decoded (RFC 9051 §6.4.4).
    boolean hasInSubject(Needle text) {
        return text.isIn(EncodedWords.decode(envelope().text(Field.SUBJECT).orElse("")));
    }

    /// Whether a list of addresses of the envelope has the text (RFC 9051 §6.4.4): each with its
    /// name, decoded, as `Ann <ann@demo.test>`.
    boolean hasInAddresses(Field field, Needle text) {
        return text.isIn(
                envelope().addresses(field).stream()
                        .map(Candidate::shown)
                        .collect(Collectors.joining(", ")));
    }

    private static String shown(AddressItem item) {
        return switch (item) {
            case AddressItem.Mailbox mailbox ->
                    mailbox.name().isEmpty()
                            ? mailbox.address()
                            : mailbox.displayName() + " <" + mailbox.address() + ">";
            case AddressItem.GroupStart group -> group.displayName() + ":";
            case AddressItem.GroupEnd _ -> ";";
        };
    }

    /// Whether a part that is text has it, decoded. Header fields are no body (RFC 9051 §6.4.4).
    boolean hasInBody(Needle text) throws IOException {
        return hasInBody(message().structure().message(), text);
    }

    /// The same, or the header of the message or of a part.
    boolean hasInText(Needle text) throws IOException {
        return hasIn(headers(), text)
                || hasInFields(message().structure().message(), text)
                || hasInBody(text);
    }

    private boolean hasInBody(Part part, Needle text) throws IOException {
        for (Part inner : part.parts()) {
            if (hasInBody(inner, text)) {
                return true;
            }
        }
        return isText(part) && text.isIn(part.text(open(part.bodyStart(), part.bodySize())));
    }

    private boolean hasInFields(Part part, Needle text) throws IOException {
        for (Part inner : part.parts()) {
            if (inner.headerSize() > 0 && hasIn(fields(inner), text) || hasInFields(inner, text)) {
                return true;
            }
        }
        return false;
    }

    private Headers fields(Part part) throws IOException {
        try (InputStream octets = open(part.headerStart(), part.headerSize())) {
            return Headers.parse(Bytes.wrap(octets.readAllBytes()));
        }
    }

    private static boolean hasIn(Headers headers, Needle text) {
        for (HeaderField field : headers.fields()) {
            String value = EncodedWords.decode(field.value());
            if (text.isIn(field.name().isEmpty() ? value : field.name() + ": " + value)) {
                return true;
            }
        }
        return false;
    }

    /// A report or a message that was not taken apart is text as well.
    private static boolean isText(Part part) {
        return part.kind() == Part.Kind.TEXT
                || part.parts().isEmpty()
                        && (part.type().startsWith("text/") || part.type().startsWith("message/"));
    }

    private InputStream open(long from, long length) {
        return message().open(from, length);
    }

    /// The moment in the Date field; where there is none, the internal date (RFC 5256 §2.2).
    Instant sentAt() {
        return envelope()
                .text(Field.DATE)
                .flatMap(SentDate::moment)
                .orElseGet(placement::internalDate);
    }

    /// The day in the Date field, as it is written there.
    Optional<LocalDate> sent() {
        return envelope().text(Field.DATE).flatMap(SentDate::day);
    }

    private Message message() {
        if (message.isEmpty()) {
            message = Optional.of(account.message(placement.messageId()));
        }
        return message.get();
    }

    /// What stands beside the message: nothing of its octets is read for it.
    EnvelopeFields envelope() {
        if (envelope.isEmpty()) {
            envelope = Optional.of(new EnvelopeFields(message().envelope()));
        }
        return envelope.get();
    }

    /// The fields, for what else asks for them. Of the message nothing but its header is read.
    Headers headers() {
        if (headers.isEmpty()) {
            headers = Optional.of(Headers.parse(message().header()));
        }
        return headers.get();
    }
}
