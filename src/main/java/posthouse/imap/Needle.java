package posthouse.imap;

import java.io.IOException;
import java.io.InputStream;
import posthouse.bytes.Bytes;

/// A text that is looked for in octets, without regard to the case of ASCII letters (RFC 3501
/// §6.4.4). Each octet is looked at once (Knuth, Morris and Pratt), so that a stream need not be
/// kept.
final class Needle {
    private static final int BLOCK = 16 * 1024;

    private final byte[] text;

    /// How many octets of the text still fit where the next one does not, by how many did.
    private final int[] fallback;

    Needle(Bytes text) {
        this.text = new byte[text.length()];
        for (int i = 0; i < text.length(); i++) {
            this.text[i] = lower(text.at(i));
        }
        fallback = new int[text.length() + 1];
        int fits = 0;
        for (int i = 1; i < this.text.length; i++) {
            fits = advance(fits, this.text[i]);
            fallback[i + 1] = fits;
        }
    }

    boolean isIn(Bytes octets) {
        int fits = 0;
        for (int i = 0; i < octets.length() && fits < text.length; i++) {
            fits = advance(fits, lower(octets.at(i)));
        }
        return fits == text.length;
    }

    /// Reads no further than to the first place where the text is, and closes.
    boolean isIn(InputStream octets) throws IOException {
        try (octets) {
            byte[] block = new byte[BLOCK];
            int fits = 0;
            while (fits < text.length) {
                int count = octets.read(block, 0, block.length);
                if (count < 0) {
                    return false;
                }
                for (int i = 0; i < count && fits < text.length; i++) {
                    fits = advance(fits, lower(block[i]));
                }
            }
            return true;
        }
    }

    private int advance(int fitting, byte octet) {
        int fits = fitting;
        while (fits > 0 && text[fits] != octet) {
            fits = fallback[fits];
        }
        return text[fits] == octet ? fits + 1 : fits;
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
    }
}
