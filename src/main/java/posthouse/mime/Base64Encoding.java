package posthouse.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/// Octets → base64 (RFC 2045 §6.8), in lines of which each ends with CRLF, the last one too.
final class Base64Encoding extends InputStream {
    private static final Base64.Encoder ENCODER =
            Base64.getMimeEncoder(76, new byte[] {'\r', '\n'});

    /// Of a line, which is 76 characters.
    private static final int LINE_OCTETS = 57;

    private static final int CHUNK = 64 * LINE_OCTETS;

    private final InputStream source;
    private byte[] encoded = new byte[0];
    private int from;

    Base64Encoding(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return from < encoded.length || fill() ? encoded[from++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (from == encoded.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, encoded.length - from);
        System.arraycopy(encoded, from, into, at, count);
        from += count;
        return count;
    }

    private boolean fill() throws IOException {
        byte[] octets = source.readNBytes(CHUNK);
        if (octets.length == 0) {
            return false;
        }
        byte[] lines = ENCODER.encode(octets);
        encoded = java.util.Arrays.copyOf(lines, lines.length + 2);
        encoded[lines.length] = '\r';
        encoded[lines.length + 1] = '\n';
        from = 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
