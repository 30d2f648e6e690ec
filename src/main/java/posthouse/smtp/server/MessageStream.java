package posthouse.smtp.server;

import java.io.IOException;
import java.io.InputStream;

/// A message on its way in: its octets as the sender meant them, and its true end, which must be
/// reached before anything is answered, also where the message is refused.
///
/// Reading throws [BareLineEnd] once a bare CR, a bare LF or a NUL was met.
abstract sealed class MessageStream extends InputStream permits DottedStream, ChunkedStream {
    /// Reads to the end and throws away; does nothing where the end was reached.
    abstract void drain() throws IOException;

    /// Whether what was read to its end is the whole message, and not a chunk of it.
    abstract boolean isWhole();

    @Override
    public abstract int read(byte[] target, int from, int count) throws IOException;

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// The message has a line end that not everybody takes for one, or a NUL.
    static final class BareLineEnd extends IOException {
        private static final long serialVersionUID = 1;

        BareLineEnd() {
            super("a bare CR, a bare LF or a NUL");
        }
    }
}
