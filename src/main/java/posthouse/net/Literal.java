package posthouse.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import posthouse.bytes.Bytes;

/// The next so many octets of a connection as a stream.
final class Literal extends InputStream {
    private final Inlet inlet;
    private final Consumer<Bytes> seen;
    private long remaining;

    /// @param seen is shown each block that was read; valid during the call only
    Literal(Inlet inlet, long length, Consumer<Bytes> seen) {
        this.inlet = inlet;
        this.remaining = length;
        this.seen = seen;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, target.length);
        if (remaining == 0 || count == 0) {
            return remaining == 0 ? -1 : 0;
        }
        int wanted = (int) Math.min(count, remaining);
        int got =
                inlet.available() == 0 && wanted > Inlet.SMALL_BYTES
                        ? readThrough(target, from, wanted)
                        : copy(target, from, wanted);
        remaining -= got;
        seen.accept(Bytes.wrap(target, from, got));
        return got;
    }

    private int readThrough(byte[] target, int from, int count) throws IOException {
        int got = inlet.read(ByteBuffer.wrap(target, from, count), inlet.due());
        return got < 0 ? early() : got;
    }

    private int copy(byte[] target, int from, int count) throws IOException {
        if (inlet.available() == 0 && !inlet.fill(remaining > Inlet.SMALL_BYTES, inlet.due())) {
            return early();
        }
        int got = Math.min(count, inlet.available());
        inlet.waiting().copyTo(0, target, from, got);
        inlet.consume(got);
        return got;
    }

    private int early() throws EOFException {
        throw new EOFException("the line ended with " + remaining + " octets to come");
    }
}
