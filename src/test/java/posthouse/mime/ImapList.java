package posthouse.mime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;

/// Reads IMAP's parenthesized lists, strictly, and independently of what writes them: lists,
/// strings (also literals), numbers (as `Long`) and NIL (as null). Exactly one space between items,
/// none around them, but none is needed between two lists.
final class ImapList {
    private final Bytes octets;
    private int at;

    private ImapList(Bytes octets) {
        this.octets = octets;
    }

    static List<@Nullable Object> read(Bytes octets) {
        var in = new ImapList(octets);
        var list = in.list();
        if (in.at != octets.length()) {
            throw new AssertionError("rubbish behind the list at " + in.at + ": " + octets);
        }
        return list;
    }

    private List<@Nullable Object> list() {
        expect('(');
        var items = new ArrayList<@Nullable Object>();
        while (octets.at(at) != ')') {
            if (!items.isEmpty() && !(octets.at(at) == '(' && octets.at(at - 1) == ')')) {
                expect(' ');
            }
            items.add(item());
        }
        at++;
        return items;
    }

    private @Nullable Object item() {
        byte first = octets.at(at);
        if (first == '(') {
            return list();
        }
        if (first == '"') {
            return quoted();
        }
        if (first == '{') {
            return literal();
        }
        if (first == 'N') {
            expect('N');
            expect('I');
            expect('L');
            return null;
        }
        return number();
    }

    private String quoted() {
        expect('"');
        var text = new StringBuilder();
        while (octets.at(at) != '"') {
            if (octets.at(at) == '\\') {
                at++;
                if (octets.at(at) != '"' && octets.at(at) != '\\') {
                    throw new AssertionError("an escape of nothing at " + at);
                }
            }
            byte octet = octets.at(at++);
            if (octet <= 0 || octet == '\r' || octet == '\n') {
                throw new AssertionError("no octet of a quoted string at " + at + ": " + octets);
            }
            text.append((char) octet);
        }
        at++;
        return text.toString();
    }

    private String literal() {
        expect('{');
        int length = (int) number();
        expect('}');
        expect('\r');
        expect('\n');
        at += length;
        String text = octets.slice(at - length, at).latin1();
        if (text.indexOf('\0') >= 0) {
            throw new AssertionError("NUL in a literal");
        }
        return text;
    }

    private long number() {
        int start = at;
        while (octets.at(at) >= '0' && octets.at(at) <= '9') {
            at++;
        }
        return Long.parseLong(octets.slice(start, at).latin1());
    }

    private void expect(char wanted) {
        if (octets.at(at) != wanted) {
            throw new AssertionError("no " + wanted + " at " + at + ": " + octets);
        }
        at++;
    }
}
