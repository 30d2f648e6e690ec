package posthouse.smtp.server;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import posthouse.store.Bodies;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.RowSink;
import posthouse.store.SideWrite;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.store.View;

/// A store that takes no commits for some partitions when told so.
final class FailingStore implements Store {
    private final Store store;
    private final Set<Partition> failing = ConcurrentHashMap.newKeySet();
    private final Set<Partition> seen = ConcurrentHashMap.newKeySet();

    FailingStore(Store store) {
        this.store = store;
    }

    /// From now on commits to the partition fail, or no longer do.
    void fail(Partition partition, boolean fails) {
        var _ = fails ? failing.add(partition) : failing.remove(partition);
    }

    /// The partitions that were committed to so far.
    Set<Partition> seen() {
        return Set.copyOf(seen);
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        if (failing.contains(partition)) {
            throw new StoreFailure("this partition was told to fail");
        }
        seen.add(partition);
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
    public Stream<Partition> partitions(posthouse.store.Space space) {
        return store.partitions(space);
    }

    @Override
    public void close() {
        store.close();
    }
}
