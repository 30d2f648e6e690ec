package posthouse.mailbox;

import posthouse.store.MemoryStore;
import posthouse.store.StoreInFront;

/// A store in memory whose disk is as short as a test says.
final class ShortDisk extends StoreInFront {
    long shortage;

    ShortDisk() {
        super(new MemoryStore());
    }

    @Override
    public long shortage() {
        return shortage;
    }
}
