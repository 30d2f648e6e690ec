package posthouse.imap;

import java.io.IOException;
import java.io.InputStream;

/// How much a content has that only reading it tells.
///
/// @param hasNul whether one of the octets is NUL
record Extent(long length, boolean hasNul) {
    private static final int BLOCK = 8 * 1024;

    /// Reads the octets from `from` on, at most `most`, and closes the content.
    static Extent measure(InputStream content, long from, long most) throws IOException {
        try (content) {
            if (!skip(content, from)) {
                return new Extent(0, false);
            }
            byte[] block = new byte[BLOCK];
            long length = 0;
            boolean nul = false;
            while (length < most) {
                int count = content.read(block, 0, (int) Math.min(BLOCK, most - length));
                if (count < 0) {
                    break;
                }
                length += count;
                nul = nul || hasNul(block, count);
            }
            return new Extent(length, nul);
        }
    }

    /// @return whether there were so many
    static boolean skip(InputStream content, long octets) throws IOException {
        byte[] block = new byte[BLOCK];
        for (long left = octets; left > 0; ) {
            int count = content.read(block, 0, (int) Math.min(BLOCK, left));
            if (count < 0) {
                return false;
            }
            left -= count;
        }
        return true;
    }

    private static boolean hasNul(byte[] block, int count) {
        for (int i = 0; i < count; i++) {
            if (block[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
