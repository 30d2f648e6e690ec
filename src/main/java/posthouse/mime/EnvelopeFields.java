package posthouse.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesReader.Malformed;

/// What an [Envelope]'s finished octets say, read as far as it is asked for. Texts are as in the
/// header: one character an octet, unfolded, not decoded.
public final class EnvelopeFields {
    /// In the order of the envelope.
    public enum Field {
        DATE,
        SUBJECT,
        FROM,
        SENDER,
        REPLY_TO,
        TO,
        CC,
        BCC,
        IN_REPLY_TO,
        MESSAGE_ID
    }

    private final Bytes octets;
    private final int[] starts = new int[Field.values().length];
    private int at = 1;

    /// @param octets as [Envelope#of] makes them
    public EnvelopeFields(Bytes octets) {
        this.octets = octets;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            skip();
            at++;
        }
        if (at != octets.length() || octetAt(at - 1) != ')') {
            throw new Malformed("an envelope does not end where it should");
        }
    }

    /// The value of a field that is a text; empty where the message has none.
    public Optional<String> text(Field field) {
        at = starts[field.ordinal()];
        return nstring();
    }

    /// The addresses of a field that has some.
    public List<AddressItem> addresses(Field field) {
        at = starts[field.ordinal()];
        var items = new ArrayList<AddressItem>();
        if (peek() == '(') {
            at++;
            while (peek() == '(') {
                items.add(address());
            }
        }
        return items;
    }

    private AddressItem address() {
        at++;
        var name = nstring();
        at++;
        var route = nstring();
        at++;
        var local = nstring();
        at++;
        var domain = nstring();
        at++;
        if (local.isEmpty()) {
            return new AddressItem.GroupEnd();
        }
        return domain.isEmpty()
                ? new AddressItem.GroupStart(local.get())
                : new AddressItem.Mailbox(
                        name.orElse(""), route.orElse(""), local.get(), domain.get());
    }

    /// `nstring`; passes it.
    private Optional<String> nstring() {
        return switch (peek()) {
            case '"' -> Optional.of(quoted());
            case '{' -> Optional.of(literal());
            default -> {
                at += 3; // NIL
                yield Optional.empty();
            }
        };
    }

    private String quoted() {
        int start = ++at;
        int end = closing();
        at = end + 1;
        String text = octets.slice(start, end).latin1();
        return text.indexOf('\\') < 0 ? text : unescaped(text);
    }

    private static String unescaped(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' ? text.charAt(++i) : c);
        }
        return plain.toString();
    }

    private String literal() {
        int length = 0;
        for (at++; peek() != '}'; at++) {
            length = length * 10 + peek() - '0';
        }
        at += 3;
        String text = octets.slice(at, at + length).latin1();
        at += length;
        return text;
    }

    /// Passes a string, NIL or a list.
    private void skip() {
        switch (peek()) {
            case '"' -> {
                at++;
                at = closing() + 1;
            }
            case '{' -> literal();
            case '(' -> {
                at++;
                while (peek() != ')') {
                    skip();
                    if (peek() == ' ') {
                        at++;
                    }
                }
                at++;
            }
            default -> at += 3; // NIL
        }
    }

    /// Where the quoted string ends whose content begins here.
    private int closing() {
        int end = at;
        while (octetAt(end) != '"') {
            end += octetAt(end) == '\\' ? 2 : 1;
        }
        return end;
    }

    private int peek() {
        return octetAt(at);
    }

    private int octetAt(int index) {
        if (index >= octets.length()) {
            throw new Malformed("an envelope ends too early");
        }
        return octets.at(index) & 0xff;
    }
}
