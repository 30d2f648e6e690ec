package posthouse.auth;

import java.util.List;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.SideWrite;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.store.StoreInFront;

/// A store that takes no writes while it is told to be full.
final class FullStore extends StoreInFront {
    private boolean isFull;

    FullStore(Store store) {
        super(store);
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
        return super.commit(partition, expected, changes, side);
    }
}
