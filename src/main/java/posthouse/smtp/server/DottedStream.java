package posthouse.smtp.server;

import java.io.EOFException;
import java.io.IOException;
import posthouse.bytes.Bytes;
import posthouse.net.Connection;
import posthouse.smtp.Transparency;

/// The message behind DATA (RFC 5321 §4.1.1.4).
final class DottedStream extends MessageStream {
    private static final int DRAIN_OCTETS = 8192;

    private final Connection connection;
    private final Limit limit;
    private final Transparency transparency = new Transparency();

    DottedStream(Connection connection, Limit limit) {
        this.connection = connection;
        this.limit = limit;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        while (!transparency.ended()) {
            int octets = decode(target, from, count);
            if (transparency.broken()) {
                throw new BareLineEnd();
            }
            if (octets > 0 || count == 0) {
                return octets;
            }
        }
        return -1;
    }

    @Override
    void drain() throws IOException {
        byte[] rest = new byte[DRAIN_OCTETS];
        while (!transparency.ended()) {
            var _ = decode(rest, 0, rest.length);
        }
    }

    @Override
    boolean isWhole() {
        return true;
    }

    private int decode(byte[] target, int from, int count) throws IOException {
        Bytes waiting = connection.peek();
        if (waiting.isEmpty()) {
            throw new EOFException("the client is gone in the middle of a message");
        }
        int length = Math.min(waiting.length(), count);
        waiting.copyTo(0, target, from, length);
        int octets = transparency.decode(target, from, from + length);
        connection.consume(transparency.consumed());
        limit.passed(transparency.consumed());
        return octets;
    }
}
