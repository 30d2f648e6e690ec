package posthouse.store;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// Hands out body ids. A block of them is reserved durably before its first is used, so that none
/// is given twice, whatever a crash takes: what is left of a block is never used.
final class BodyIds {
    private static final long BLOCK = 1 << 16;

    private final Committer committer;
    private final Readers readers;
    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private long next;
    private long end;

    BodyIds(Committer committer, Readers readers) {
        this.committer = committer;
        this.readers = readers;
    }

    long next() {
        lock.lock();
        try {
            if (next == end) {
                reserve();
            }
            return next++;
        } finally {
            lock.unlock();
        }
    }

    private void reserve() {
        var stored = readers.read(source -> source.row(Keys.RESERVED_BODIES));
        long from = stored.map(EngineStore::number).orElse(1L);
        Bytes reserved = new BytesBuilder(9).octet(Keys.FORMAT).fixed64(from + BLOCK).build();
        var job =
                committer.submit(
                        Job.BYTES,
                        () ->
                                new Job(
                                        true,
                                        batch -> batch.put(Keys.RESERVED_BODIES, reserved),
                                        () -> {}));
        committer.await(Objects.requireNonNull(job));
        next = from;
        end = from + BLOCK;
    }
}
