package posthouse.imap;

import java.text.Normalizer;

/// Text as it is compared (RFC 5051, i;unicode-casemap): each character in its title case, and
/// taken apart into its base and its marks. So `É`, `é` and `e` with an acute accent behind it are
/// the same, and `e` is found in each of them.
final class Casemap {
    private Casemap() {}

    /// What a character of the first plane becomes, where that is one character; else 0.
    private static final class Table {
        static final char[] SINGLE = new char[Character.MAX_VALUE + 1];

        static {
            for (int c = 0; c < SINGLE.length; c++) {
                if (!Character.isSurrogate((char) c)) {
                    String folded = several(c);
                    SINGLE[c] = folded.length() == 1 ? folded.charAt(0) : 0;
                }
            }
        }
    }

    /// What the character becomes, where that is one character; else 0, and [#several] knows.
    static char single(char character) {
        if (character < 0x80) {
            return character >= 'a' && character <= 'z' ? (char) (character - 32) : character;
        }
        return Table.SINGLE[character];
    }

    static String several(int codePoint) {
        return Normalizer.normalize(
                Character.toString(Character.toTitleCase(codePoint)), Normalizer.Form.NFKD);
    }

    static String fold(String text) {
        var folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char single = single(text.charAt(i));
            if (single != 0) {
                folded.append(single);
            } else {
                int codePoint = text.codePointAt(i);
                folded.append(several(codePoint));
                i += Character.charCount(codePoint) - 1;
            }
        }
        return folded.toString();
    }

    /// The order of folded texts (RFC 5051 §2): that of their octets in UTF-8, so of the code
    /// points.
    static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return Integer.compare(place(one.charAt(i)), place(other.charAt(i)));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /// What stands for characters beyond the first plane comes behind all of that.
    private static int place(char character) {
        return Character.isSurrogate(character) ? character + Character.MAX_VALUE : character;
    }
}
