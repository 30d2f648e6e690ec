package posthouse.smtp.server;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.SideWrite;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.store.StoreInFront;

/// A store that takes no commits for some partitions when told so.
final class FailingStore extends StoreInFront {
    private final Set<Partition> failing = ConcurrentHashMap.newKeySet();
    private final Set<Partition> seen = ConcurrentHashMap.newKeySet();

    FailingStore(Store store) {
        super(store);
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
        return super.commit(partition, expected, changes, side);
    }
}
