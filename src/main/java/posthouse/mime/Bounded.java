package posthouse.mime;

import java.io.IOException;
import java.io.InputStream;

/// The next octets of a stream, which stays open.
final class Bounded extends InputStream {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long length) {
        this.in = in;
        left = length;
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        int octet = in.read();
        if (octet >= 0) {
            left--;
        }
        return octet;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (left == 0 && length > 0) {
            return -1;
        }
        int count = in.read(into, at, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }

    /// Reads what was not read.
    void drain() throws IOException {
        in.skipNBytes(left);
        left = 0;
    }
}
