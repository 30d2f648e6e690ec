package posthouse.auth;

import java.util.List;
import java.util.stream.Stream;
import posthouse.store.Bodies;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.RowSink;
import posthouse.store.SideWrite;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.store.View;

/// A store that takes no writes while it is told to be full.
final class FullStore implements Store {
    private final Store store;
    private boolean isFull;

    FullStore(Store store) {
        this.store = store;
    }

    void fill() {
        isFull = true;
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        if (isFull) {
            throw new StoreFailure("the disk is full");
        }
        return store.commit(partition, expected, changes, side);
    }

    @Override
    public View read(Partition partition, Range... ranges) {
        return store.read(partition, ranges);
    }

    @Override
    public void scan(Partition partition, Range range, RowSink sink) {
        store.scan(partition, range, sink);
    }

    @Override
    public Bodies bodies() {
        return store.bodies();
    }

    @Override
    public Stream<Partition> partitions(Space space) {
        return store.partitions(space);
    }

    @Override
    public void close() {
        store.close();
    }
}
