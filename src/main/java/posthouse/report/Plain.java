package posthouse.report;

import java.nio.charset.StandardCharsets;

/// Text from outside made harmless, and lines made short enough.
final class Plain {
    /// Octets of a word, so that a line that holds it and its indent stays within 998 (RFC 5322
    /// §2.1.1); longer ones are cut in two.
    static final int WORD_OCTETS_MAX = 900;

    /// So that quoted-printable needs no line more.
    private static final int LINE_CHARACTERS = 75;

    private Plain() {}

    /// The text in one line: what no letter, digit, sign or space is becomes a space or `?`, and
    /// spaces become one.
    ///
    /// @param most characters; what is cut off leaves `...`
    static String line(String text, int most) {
        var line = new StringBuilder();
        int characters = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            int harmless = harmless(text.codePointAt(at));
            boolean repeats =
                    harmless == ' ' && (line.isEmpty() || line.charAt(line.length() - 1) == ' ');
            if (repeats) {
                continue;
            }
            if (characters++ == most) {
                return line.append("...").toString();
            }
            line.appendCodePoint(harmless);
        }
        return line.toString().stripTrailing();
    }

    private static int harmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    ' ';
            // FORMAT has the marks that turn the direction of what follows.
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    '?';
            default -> character;
        };
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /// With `?` for each character that is not ASCII.
    static String ascii(String text) {
        return text.codePoints()
                .map(c -> c < 0x80 ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Lines ended by CRLF, cut at spaces.
    ///
    /// @param text one line, as [#line] gives it
    /// @param first in front of the first line
    /// @param others in front of all others
    static String wrapped(String text, String first, String others) {
        var lines = new StringBuilder(first);
        int width = first.length();
        boolean begun = false;
        for (String word : text.split(" ")) {
            for (String piece : pieces(word)) {
                if (begun && width + 1 + piece.length() > LINE_CHARACTERS) {
                    lines.append("\r\n").append(others);
                    width = others.length();
                } else if (begun) {
                    lines.append(' ');
                    width++;
                }
                lines.append(piece);
                width += piece.length();
                begun = true;
            }
        }
        return lines.append("\r\n").toString();
    }

    private static java.util.List<String> pieces(String word) {
        var pieces = new java.util.ArrayList<String>();
        var piece = new StringBuilder();
        int octets = 0;
        for (int at = 0; at < word.length(); at = word.offsetByCodePoints(at, 1)) {
            String next = Character.toString(word.codePointAt(at));
            int length = next.getBytes(StandardCharsets.UTF_8).length;
            if (octets + length > WORD_OCTETS_MAX) {
                pieces.add(piece.toString());
                piece.setLength(0);
                octets = 0;
            }
            piece.append(next);
            octets += length;
        }
        pieces.add(piece.toString());
        return pieces;
    }

    /// A header field (RFC 5322 §2.2.3).
    static String field(String name, String value) {
        return wrapped(value, name + ": ", " ");
    }
}
