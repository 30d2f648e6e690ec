package posthouse.mailbox;

import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.store.Change;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Row;
import posthouse.store.Store;
import posthouse.store.StoreFailure;

/// Finds messages by their meta rows, and keeps what was found out about old ones.
final class Retrieval {
    private Retrieval() {}

    static Message message(Store store, long account, long id) {
        Partition partition = Keys.meta(account, id);
        Bytes key = Keys.meta(id);
        Bytes value =
                store.read(partition, Range.of(key))
                        .value()
                        .orElseThrow(() ->
                                new StoreFailure(
                                        "the account " + account + " has no message " + id));
        Meta meta = Format.reading(partition, key, () -> Meta.decode(value));
        return new StoredMessage(
                store.bodies(), id, meta, scanned -> keep(store, partition, key, scanned));
    }

    /// Writes the row of a message that was scanned, if it is still there: a purge takes it away in
    /// a commit of its own, and then the revision is another. Nobody waits for it, and if it is not
    /// written, the next who asks scans again.
    private static void keep(Store store, Partition partition, Bytes key, Meta meta) {
        var view = store.read(partition, Range.of(key));
        if (view.value().isEmpty()) {
            return;
        }
        var put = new Change.Put(new Row(key, meta.encode()));
        try {
            var _ = store.commit(partition, view.revision(), List.of(put), List.of());
        } catch (Conflict | StoreFailure _) {
            // It was a gain in speed; the answer does not depend on it.
        }
    }
}
