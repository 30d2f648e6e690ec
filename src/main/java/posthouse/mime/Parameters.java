package posthouse.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The parameters of Content-Type or Content-Disposition (RFC 2045 §5.1), those of RFC 2231 put
/// together again.
///
/// @param list in order, each name once: the first of several holds
public record Parameters(List<Parameter> list) {
    static final Parameters NONE = new Parameters(List.of());

    /// Parameters of one field; further ones are not read.
    static final int COUNT_MAX = 100;

    /// Pieces of one value (RFC 2231 §3); further ones are not read.
    static final int SECTIONS_MAX = 1_000;

    /// One parameter.
    ///
    /// @param name in lower case; with a `*` at its end where the value was in a charset of its own
    ///   (RFC 2231 §4), as IMAP has it (RFC 9051 §7.5.2)
    /// @param value one character an octet: as it stands, or UTF-8 where the name ends in `*`
    public record Parameter(String name, String value) {}

    /// The octets of that parameter as it stands in the field, one character each.
    public Optional<String> raw(String name) {
        return list.stream().filter(p -> p.name().equals(name)).findFirst().map(Parameter::value);
    }

    /// The text of that parameter: RFC 2231's form before the plain one, and in that also encoded
    /// words, which RFC 2047 §5 forbids there and many send.
    public Optional<String> text(String name) {
        Optional<String> extended = raw(name + "*");
        if (extended.isPresent()) {
            return extended.map(utf8 ->
                    new String(utf8.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
        return raw(name).map(EncodedWords::decode);
    }

    /// Reads `*(";" parameter)` to the end.
    static Parameters read(FieldReader in) {
        var plain = new LinkedHashMap<String, String>();
        var pieces = new HashMap<String, TreeMap<Integer, Piece>>();
        while (!in.atEnd() && plain.size() < COUNT_MAX) {
            in.skipComments();
            if (in.take(';')) {
                continue;
            }
            String name = in.token().toLowerCase(Locale.ROOT);
            in.skipComments();
            if (name.isEmpty() || !in.take('=')) {
                in.until(";");
                continue;
            }
            put(name, value(in), plain, pieces);
        }
        return joined(plain, pieces);
    }

    /// A value; unquoted ones may hold what RFC 2045 would have quoted.
    private static String value(FieldReader in) {
        in.skipComments();
        if (in.peek() == '"' && !in.atEnd()) {
            String value = in.quoted(";");
            in.until(";");
            return value;
        }
        String value = in.until(";");
        int comment = value.indexOf(" (");
        return comment < 0 ? value : value.substring(0, comment).strip();
    }

    /// A piece of a value (RFC 2231 §3, §4).
    ///
    /// @param encoded with percent signs; the first piece begins with charset and language
    private record Piece(String value, boolean encoded) {}

    private static void put(
            String name,
            String value,
            Map<String, String> plain,
            Map<String, TreeMap<Integer, Piece>> pieces) {
        int star = name.indexOf('*');
        boolean encoded = name.endsWith("*");
        int number = star <= 0 ? -1 : number(name, star + 1, name.length() - (encoded ? 1 : 0));
        if (number < 0) {
            plain.putIfAbsent(name, value);
            return;
        }
        String whole = name.substring(0, star);
        // Holds the place of the first piece in the order.
        plain.putIfAbsent(whole + "*", "");
        pieces.computeIfAbsent(whole, _ -> new TreeMap<>())
                .putIfAbsent(number, new Piece(value, encoded));
    }

    /// The number of a piece: 0 also for `name*`; negative where it is none.
    private static int number(String name, int from, int to) {
        if (from >= to) {
            return from > to ? 0 : -1;
        }
        if (to - from > 4) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = name.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number < SECTIONS_MAX ? number : -1;
    }

    private static Parameters joined(
            Map<String, String> plain, Map<String, TreeMap<Integer, Piece>> pieces) {
        var list = new ArrayList<Parameter>(plain.size());
        plain.forEach((name, value) -> {
            var parts =
                    name.endsWith("*") ? pieces.get(name.substring(0, name.length() - 1)) : null;
            if (parts == null) {
                list.add(new Parameter(name, value));
            } else if (parts.values().stream().anyMatch(Piece::encoded)) {
                list.add(new Parameter(name, decoded(parts)));
            } else {
                String whole = name.substring(0, name.length() - 1);
                if (!plain.containsKey(whole)) {
                    list.add(new Parameter(whole, String.join("", inOrder(parts))));
                }
            }
        });
        return new Parameters(List.copyOf(list));
    }

    /// Pieces from number 0 to the first gap.
    private static List<String> inOrder(TreeMap<Integer, Piece> pieces) {
        var values = new ArrayList<String>();
        for (int number = 0; pieces.containsKey(number); number++) {
            values.add(pieces.get(number).value());
        }
        return values;
    }

    private static String decoded(TreeMap<Integer, Piece> pieces) {
        var octets = new ByteArrayOutputStream();
        String charset = "";
        for (int number = 0; pieces.containsKey(number); number++) {
            Piece piece = pieces.get(number);
            String value = piece.value();
            if (number == 0 && piece.encoded()) {
                int first = value.indexOf('\'');
                int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
                charset = second < 0 ? "" : value.substring(0, first);
                value = value.substring(second + 1);
            }
            octets.writeBytes(piece.encoded() ? unpercent(value) : latin1(value));
        }
        String text = Charsets.decode(octets.toByteArray(), charset);
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static byte[] latin1(String value) {
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] unpercent(String value) {
        var octets = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            int high = value.charAt(i) == '%' && i + 2 < value.length() ? hex(value, i + 1) : -1;
            int low = high < 0 ? -1 : hex(value, i + 2);
            if (low < 0) {
                octets.write(value.charAt(i));
            } else {
                octets.write(high << 4 | low);
                i += 2;
            }
        }
        return octets.toByteArray();
    }

    private static int hex(String value, int at) {
        char digit = value.charAt(at);
        return digit < 0x80 ? Character.digit(digit, 16) : -1;
    }
}
