package posthouse.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Base64 (RFC 2045 §6.8) → octets. Characters outside the alphabet are stepped over. The first
/// padding ends the content, so that what mailing lists write behind it is no part of it.
final class Base64Decoding extends InputStream {
    private static final byte[] VALUES = values();
    private static final int CHUNK = 4 * 1024;

    private final InputStream source;
    private final byte[] read = new byte[CHUNK];
    private final byte[] decoded = new byte[CHUNK];
    private int from;
    private int to;
    private int bits;
    private int sextets;
    private boolean ended;

    Base64Decoding(InputStream source) {
        this.source = source;
    }

    private static byte[] values() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }

    @Override
    public int read() throws IOException {
        return from < to || fill() ? decoded[from++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (from == to && !fill()) {
            return -1;
        }
        int count = Math.min(length, to - from);
        System.arraycopy(decoded, from, into, at, count);
        from += count;
        return count;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = 0;
        while (to == 0 && !ended) {
            int count = source.read(read, 0, CHUNK);
            if (count < 0) {
                end();
            } else {
                decode(count);
            }
        }
        return to > 0;
    }

    private void decode(int count) {
        for (int i = 0; i < count; i++) {
            int octet = read[i] & 0xff;
            int value = VALUES[octet];
            if (value >= 0) {
                sextet(value);
            } else if (octet == '=' && sextets > 0) {
                end();
                return;
            }
        }
    }

    private void sextet(int value) {
        bits = bits << 6 | value;
        if (++sextets == 4) {
            decoded[to++] = (byte) (bits >> 16);
            decoded[to++] = (byte) (bits >> 8);
            decoded[to++] = (byte) bits;
            sextets = 0;
            bits = 0;
        }
    }

    /// What is left of the last group: two characters make an octet, three make two.
    private void end() {
        ended = true;
        if (sextets == 3) {
            decoded[to++] = (byte) (bits >> 10);
            decoded[to++] = (byte) (bits >> 2);
        } else if (sextets == 2) {
            decoded[to++] = (byte) (bits >> 4);
        }
        sextets = 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
