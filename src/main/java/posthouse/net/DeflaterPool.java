package posthouse.net;

import java.util.ArrayDeque;
import java.util.zip.Deflater;

/// Compressors that connections borrow for a write: each takes some 270 KB outside the heap.
final class DeflaterPool {
    /// Fast; higher levels take three times as long for some hundredths.
    static final int LEVEL = 3;

    /// Unused compressors kept; 17 MB in all.
    static final int KEPT_MAX = 64;

    private final ArrayDeque<Deflater> unused = new ArrayDeque<>();

    Deflater take() {
        synchronized (unused) {
            Deflater deflater = unused.pollFirst();
            if (deflater != null) {
                return deflater;
            }
        }
        return new Deflater(LEVEL, true);
    }

    void giveBack(Deflater deflater) {
        deflater.reset();
        synchronized (unused) {
            if (unused.size() < KEPT_MAX) {
                unused.addFirst(deflater);
                return;
            }
        }
        deflater.end();
    }
}
