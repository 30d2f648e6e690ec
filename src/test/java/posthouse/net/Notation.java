package posthouse.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// How octets stand in a transcript: UTF-8, `\xNN` for other octets, CRLF at the end unless the
/// line ends with a backslash.
final class Notation {
    static final String WILDCARD = "…";
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

    private Notation() {}

    /// The octets that a line stands for, its end included.
    static Bytes octets(String text) {
        boolean open = text.endsWith("\\");
        var octets =
                new BytesBuilder()
                        .append(inner(open ? text.substring(0, text.length() - 1) : text));
        return open ? octets.build() : octets.latin1("\r\n").build();
    }

    /// A stream of octets as the lines that would stand in a transcript.
    static List<String> lines(Bytes stream) {
        var lines = new ArrayList<String>();
        int from = 0;
        for (int at = 0; at + 1 < stream.length(); at++) {
            if (stream.at(at) == '\r' && stream.at(at + 1) == '\n') {
                lines.add(closed(show(stream.slice(from, at))));
                from = at + 2;
                at++;
            }
        }
        if (from < stream.length()) {
            lines.add(show(stream.slice(from)) + "\\");
        }
        return lines;
    }

    /// Whether octets, shown as `got`, are what `wanted` allows.
    static boolean matches(String wanted, String got) {
        boolean open = wanted.endsWith("\\");
        String text = open ? wanted.substring(0, wanted.length() - 1) : wanted;
        String pattern =
                Arrays.stream(text.split(WILDCARD, -1))
                        .map(part -> Pattern.quote(show(inner(part))))
                        .collect(Collectors.joining(".*"));
        String whole = open ? got : opened(got);
        return Pattern.compile(open ? pattern + "\\\\" : pattern, Pattern.DOTALL)
                .matcher(whole)
                .matches();
    }

    /// Undoes [#closed]; what is open stays unlike any closed line.
    private static String opened(String text) {
        if (text.endsWith("\\")) {
            return text + "\n";
        }
        return text.endsWith("\\x5c") ? text.substring(0, text.length() - 3) : text;
    }

    private static Bytes inner(String text) {
        var octets = new BytesBuilder();
        var escape = ESCAPE.matcher(text);
        int at = 0;
        while (escape.find()) {
            octets.utf8(text.substring(at, escape.start()));
            octets.octet(Integer.parseInt(escape.group(1), 16));
            at = escape.end();
        }
        return octets.utf8(text.substring(at)).build();
    }

    /// A line that ends with a backslash of its own must not look like an open one.
    private static String closed(String text) {
        return text.endsWith("\\") ? text.substring(0, text.length() - 1) + "\\x5c" : text;
    }

    private static String show(Bytes octets) {
        var text = octets.strictUtf8();
        if (text.isEmpty()) {
            return escaped(octets.latin1(), 0x7e);
        }
        return escaped(text.get(), Character.MAX_VALUE);
    }

    private static String escaped(String text, int plainMax) {
        var shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean odd = c < 0x20 || c == 0x7f || c > plainMax;
            shown.append(odd ? "\\x%02x".formatted((int) c) : String.valueOf(c));
        }
        return shown.toString();
    }
}
