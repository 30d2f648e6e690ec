package posthouse.net;

import java.util.ArrayDeque;

/// Large buffers, and compressors, that connections borrow while octets are in flight, so that idle
/// ones hold none.
public final class BufferPool {
    /// Octets of a buffer: two full TLS records.
    static final int BUFFER_BYTES = 32 * 1024;

    /// Unused buffers kept; 4 MiB in all.
    static final int KEPT_MAX = 128;

    private final ArrayDeque<byte[]> unused = new ArrayDeque<>();
    private final DeflaterPool deflaters = new DeflaterPool();

    DeflaterPool deflaters() {
        return deflaters;
    }

    byte[] take() {
        synchronized (unused) {
            byte[] buffer = unused.pollFirst();
            if (buffer != null) {
                return buffer;
            }
        }
        return new byte[BUFFER_BYTES];
    }

    void giveBack(byte[] buffer) {
        synchronized (unused) {
            if (unused.size() < KEPT_MAX) {
                unused.addFirst(buffer);
            }
        }
    }
}
