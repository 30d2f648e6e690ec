package posthouse.mailbox;

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
import posthouse.store.View;

/// A store in memory whose disk is as short as a test says.
final class ShortDisk implements Store {
    long shortage;
    private final Store memory = new MemoryStore();

    @Override
    public long shortage() {
        return shortage;
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
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
    public Bodies bodies() {
        return memory.bodies();
    }

    @Override
    public Stream<Partition> partitions(Space space) {
        return memory.partitions(space);
    }

    @Override
    public void close() {
        memory.close();
    }
}
