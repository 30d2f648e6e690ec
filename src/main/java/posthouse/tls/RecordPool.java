package posthouse.tls;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// Buffers for one TLS record each, outside the heap, that pipes borrow while a record is in
/// flight: an idle session holds none.
public final class RecordPool {
    /// Plain octets of a full record (RFC 8446 §5.1).
    static final int PLAIN_MAX = 16 * 1024;

    /// Octets of a buffer: a full record with what protection adds (at most 2,048 octets in TLS
    /// 1.2, RFC 5246 §6.2.3) and its header.
    static final int BUFFER_BYTES = PLAIN_MAX + 2048 + 5;

    /// Unused buffers kept; some 4 MiB in all.
    static final int KEPT_MAX = 256;

    private final ArrayDeque<ByteBuffer> unused = new ArrayDeque<>();

    /// An empty buffer, ready to be filled.
    ByteBuffer take() {
        synchronized (unused) {
            var buffer = unused.pollFirst();
            if (buffer != null) {
                return buffer;
            }
        }
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    void giveBack(ByteBuffer buffer) {
        buffer.clear();
        synchronized (unused) {
            if (unused.size() < KEPT_MAX) {
                unused.addFirst(buffer);
            }
        }
    }
}
