package posthouse.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import posthouse.bytes.Bytes;

/// The writing half of a connection: a small buffer of its own, a large borrowed one while much is
/// written.
final class Outlet {
    /// Octets that an idle connection keeps for writing.
    static final int SMALL_BYTES = 512;

    private final byte[] small = new byte[SMALL_BYTES];
    private final BufferPool pool;
    private final Watchdog watchdog;
    private final Deadline deadline;
    private volatile Transport transport;
    private volatile Optional<Consumer<Bytes>> trace = Optional.empty();
    private byte[] buffer = small;
    private int length;

    Outlet(Transport transport, Watchdog watchdog, BufferPool pool) {
        this.transport = transport;
        this.watchdog = watchdog;
        this.pool = pool;
        this.deadline = new Deadline(() -> this.transport.close());
    }

    void transport(Transport other) {
        transport = other;
    }

    void trace(Optional<Consumer<Bytes>> other) {
        trace = other;
    }

    Deadline deadline() {
        return deadline;
    }

    void write(byte[] source, int from, int count) throws IOException {
        if (count > buffer.length - length) {
            makeRoom(count);
        }
        if (count > buffer.length - length) {
            writeThrough(source, from, count);
            return;
        }
        System.arraycopy(source, from, buffer, length, count);
        length += count;
    }

    void write(Bytes octets) throws IOException {
        for (int at = 0; at < octets.length(); ) {
            if (octets.length() - at > buffer.length - length) {
                makeRoom(octets.length() - at);
            }
            int count = Math.min(octets.length() - at, buffer.length - length);
            octets.copyTo(at, buffer, length, count);
            length += count;
            at += count;
        }
    }

    void write(InputStream source) throws IOException {
        growBuffer();
        while (true) {
            if (length == buffer.length) {
                drain();
            }
            int count = source.read(buffer, length, buffer.length - length);
            if (count < 0) {
                return;
            }
            length += count;
        }
    }

    void flush() throws IOException {
        drain();
        if (buffer.length != SMALL_BYTES) {
            pool.giveBack(buffer);
            buffer = small;
        }
    }

    /// What fits neither beside the buffer's content nor in a small buffer gets a large, empty one.
    private void makeRoom(int count) throws IOException {
        if (length + (long) count > SMALL_BYTES) {
            growBuffer();
        }
        if (count > buffer.length - length) {
            drain();
        }
    }

    private void growBuffer() {
        if (buffer.length == SMALL_BYTES) {
            buffer = pool.take();
            System.arraycopy(small, 0, buffer, 0, length);
        }
    }

    private void writeThrough(byte[] source, int from, int count) throws IOException {
        for (int at = 0; at < count; at += BufferPool.BUFFER_BYTES) {
            send(source, from + at, Math.min(BufferPool.BUFFER_BYTES, count - at));
        }
    }

    private void drain() throws IOException {
        int count = length;
        length = 0;
        if (count > 0) {
            send(buffer, 0, count);
        }
    }

    private void send(byte[] source, int from, int count) throws IOException {
        trace.ifPresent(it -> it.accept(Bytes.copyOf(source, from, count)));
        deadline.set(watchdog.in(Connection.WRITE_TIMEOUT));
        try {
            transport.write(ByteBuffer.wrap(source, from, count));
        } catch (IOException failure) {
            if (deadline.isPassed()) {
                throw new IOException(
                        "the client took nothing for " + Connection.WRITE_TIMEOUT, failure);
            }
            throw failure;
        }
        deadline.clear();
    }
}
