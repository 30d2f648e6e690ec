package posthouse.imap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// As many octets as a literal was said to have: no more, and where there are fewer, or they cannot
/// be read, an [IOException], on which the line ends. What came behind a literal that is too short
/// would be taken for a part of the message.
final class ExactStream extends InputStream {
    private final InputStream source;
    private long left;

    ExactStream(InputStream source, long length) {
        this.source = source;
        left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = source.read(target, from, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("a message lacks " + left + " octets");
        }
        left -= count;
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
