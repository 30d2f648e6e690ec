package posthouse.pop3;

import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import posthouse.store.Bodies;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.MemoryStore;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.RowSink;
import posthouse.store.SideWrite;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.store.View;

/// A store in memory that can stop writing or reading.
final class FrailStore implements Store {
    private final MemoryStore memory = new MemoryStore();
    private volatile boolean writes = true;
    private volatile boolean reads = true;

    void stopWriting() {
        writes = false;
    }

    void stopReading() {
        reads = false;
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        check(writes);
        return memory.commit(partition, expected, changes, side);
    }

    @Override
    public View read(Partition partition, Range... ranges) {
        return memory.read(partition, ranges);
    }

    @Override
    public void scan(Partition partition, Range range, RowSink sink) {
        memory.scan(partition, range, sink);
    }

    @Override
    public Stream<Partition> partitions(Space space) {
        return memory.partitions(space);
    }

    @Override
    public void close() {
        memory.close();
    }

    @Override
    public Bodies bodies() {
        var bodies = memory.bodies();
        return new Bodies() {
            @Override
            public long put(InputStream content, String tag) throws java.io.IOException {
                check(writes);
                return bodies.put(content, tag);
            }

            @Override
            public InputStream open(long body, long offset, long length) {
                check(reads);
                return bodies.open(body, offset, length);
            }

            @Override
            public void link(long body, String tag) {
                bodies.link(body, tag);
            }

            @Override
            public void unlink(long body, String tag) {
                bodies.unlink(body, tag);
            }

            @Override
            public List<String> tags(long body) {
                return bodies.tags(body);
            }
        };
    }

    private static void check(boolean works) {
        if (!works) {
            throw new StoreFailure("the disk is broken");
        }
    }
}
