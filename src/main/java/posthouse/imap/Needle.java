package posthouse.imap;

import java.io.IOException;
import java.io.Reader;

/// A text that is looked for in decoded text, compared as [Casemap] has it. Each character is
/// looked at once (Knuth, Morris and Pratt), so that a stream need not be kept, and a match may lie
/// across blocks.
final class Needle {
    private static final int BLOCK = 8 * 1024;

    private final char[] text;

    /// How many characters of the text still fit where the next one does not, by how many did.
    private final int[] fallback;

    Needle(String text) {
        this.text = Casemap.fold(text).toCharArray();
        fallback = new int[this.text.length + 1];
        int fits = 0;
        for (int i = 1; i < this.text.length; i++) {
            fits = advance(fits, this.text[i]);
            fallback[i + 1] = fits;
        }
    }

    boolean isIn(String where) {
        char[] characters = where.toCharArray();
        return new Search().goesOn(characters, characters.length);
    }

    /// Reads no further than to the block where the text is, and closes.
    boolean isIn(Reader where) throws IOException {
        try (where) {
            var search = new Search();
            char[] block = new char[BLOCK];
            int count = 0;
            while (!search.goesOn(block, count)) {
                count = where.read(block, 0, BLOCK);
                if (count < 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private int advance(int fitting, char character) {
        int fits = fitting;
        while (fits > 0 && text[fits] != character) {
            fits = fallback[fits];
        }
        return text[fits] == character ? fits + 1 : fits;
    }

    /// A look at one text, block by block.
    private final class Search {
        private int fits;
        private char high;

        /// @return whether the text has been found
        boolean goesOn(char[] block, int count) {
            for (int i = 0; i < count && fits < text.length; i++) {
                char single = Casemap.single(block[i]);
                if (single != 0) {
                    fits = advance(fits, single);
                } else {
                    several(block[i]);
                }
            }
            return fits == text.length;
        }

        private void several(char character) {
            if (Character.isHighSurrogate(character)) {
                high = character;
                return;
            }
            int codePoint =
                    Character.isLowSurrogate(character) && high != 0
                            ? Character.toCodePoint(high, character)
                            : character;
            high = 0;
            String folded = Casemap.several(codePoint);
            for (int i = 0; i < folded.length() && fits < text.length; i++) {
                fits = advance(fits, folded.charAt(i));
            }
        }
    }
}
