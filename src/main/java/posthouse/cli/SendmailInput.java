package posthouse.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import posthouse.bytes.Bytes;
import posthouse.mime.AddressItem;
import posthouse.mime.AddressList;
import posthouse.mime.EncodedWords;
import posthouse.mime.Headers;

/// A message as programs give it to sendmail: lines end anyhow, and there may be no header at all.
record SendmailInput(Bytes message) {
    /// Octets that are read: more is no mail.
    static final int OCTETS_MAX = 128 * 1024 * 1024;

    private static final Pattern FIELD = Pattern.compile("(?s)[!-9;-~]+[ \t]*:.*");
    private static final byte[] CRLF = {'\r', '\n'};

    /// What came is more than [#OCTETS_MAX].
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("the message has more than " + OCTETS_MAX + " octets");
        }
    }

    /// Reads to the end.
    ///
    /// @param dotEnds whether a line with nothing but a dot is the end too
    static SendmailInput read(InputStream from, boolean dotEnds) throws IOException {
        var in = new BufferedInputStream(from, 64 * 1024);
        var message = new ByteArrayOutputStream();
        var line = new ByteArrayOutputStream();
        boolean first = true;
        while (readLine(in, line)) {
            if (dotEnds && line.size() == 1 && line.toByteArray()[0] == '.') {
                break;
            }
            if (message.size() + line.size() > OCTETS_MAX) {
                throw new TooLong();
            }
            // A mailbox file's mark of where a message begins is none of it.
            if (!first || !Bytes.wrap(line.toByteArray()).latin1().startsWith("From ")) {
                line.writeTo(message);
                message.write(CRLF);
            }
            first = false;
        }
        return new SendmailInput(withHeader(Bytes.wrap(message.toByteArray())));
    }

    /// @return whether there was one; its end is not in it
    private static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        line.reset();
        int c = in.read();
        boolean any = c >= 0;
        while (c >= 0 && c != '\n' && c != '\r') {
            line.write(c);
            if (line.size() > OCTETS_MAX) {
                throw new TooLong();
            }
            c = in.read();
        }
        if (c == '\r') {
            in.mark(1);
            if (in.read() != '\n') {
                in.reset();
            }
        }
        return any;
    }

    private static Bytes withHeader(Bytes message) {
        int end = message.indexOf('\n', 0);
        String first = message.slice(0, Math.max(0, end)).latin1();
        boolean isHeader = FIELD.matcher(first).matches() || first.equals("\r");
        return isHeader ? message : Bytes.wrap(CRLF).plus(message);
    }

    private Headers headers() {
        return Headers.parse(message);
    }

    /// Who To, Cc and Bcc name, or where it was sent on, the same fields of that.
    List<String> recipients() {
        var headers = headers();
        String resent = headers.first("Resent-To").isPresent() ? "Resent-" : "";
        var found = new ArrayList<String>();
        for (String name : List.of("To", "Cc", "Bcc")) {
            found.addAll(addresses(AddressList.of(headers, resent + name)));
        }
        return found;
    }

    static List<String> addresses(List<AddressItem> items) {
        var found = new ArrayList<String>();
        for (AddressItem item : items) {
            if (item instanceof AddressItem.Mailbox mailbox) {
                found.add(mailbox.address());
            }
        }
        return found;
    }

    boolean hasFrom() {
        return headers().first("From").isPresent();
    }

    /// The author, where From names one alone and without a domain, as cron does.
    Optional<AddressItem.Mailbox> authorWithoutDomain() {
        var authors = AddressList.of(headers(), "From");
        return authors.size() == 1
                        && authors.getFirst() instanceof AddressItem.Mailbox author
                        && author.domain().isEmpty()
                ? Optional.of(author)
                : Optional.empty();
    }

    /// With this From field and no other.
    ///
    /// @param name empty for none
    SendmailInput from(String name, String address) {
        String words = EncodedWords.encode(name.replaceAll("[\r\n]", " "));
        boolean atoms = words.matches("[\\w!#$%&'*+/=?^`{|}~ -]*");
        String phrase = atoms ? words : "\"" + words.replaceAll("([\"\\\\])", "\\\\$1") + "\"";
        String author = name.isEmpty() ? address : phrase + " <" + address + ">";
        var headers = headers();
        int fields = headers.fields().stream().mapToInt(field -> field.raw().length()).sum();
        return new SendmailInput(
                Bytes.utf8("From: " + author + "\r\n")
                        .plus(headers.octets(field -> !field.name().equalsIgnoreCase("From")))
                        .plus(message.slice(fields)));
    }
}
