package posthouse.pop3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The first lines of a stream, and nothing behind them.
final class FirstLines extends FilterInputStream {
    private int left;

    FirstLines(InputStream source, int lines) {
        super(source);
        left = lines;
    }

    @Override
    public int read() throws IOException {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        if (left == 0) {
            return -1;
        }
        int came = super.read(target, from, count);
        for (int at = from; at < from + came; at++) {
            if (target[at] == '\n' && --left == 0) {
                return at + 1 - from;
            }
        }
        return came;
    }
}
