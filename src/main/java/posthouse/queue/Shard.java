package posthouse.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import posthouse.bytes.Bytes;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Row;
import posthouse.store.SideWrite;
import posthouse.store.Space;
import posthouse.store.Store;

/// One partition of the queue, `Q/<number>`, and its next revision: commits are given their place
/// one after the other and become durable together.
final class Shard {
    /// How many there are. Messages stay where they are, so this cannot be changed.
    static final int COUNT = 64;

    private final Store store;
    private final Partition partition;
    private final ReentrantLock lock = new ReentrantLock();
    private long revision;

    /// A message with those of its recipients that wait.
    record Found(Entry entry, List<Waiting> waiting) {}

    Shard(Store store, int number) {
        this.store = store;
        partition = new Partition(Space.QUEUE, Integer.toString(number));
        revision = store.read(partition, Range.of(Rows.entryKey("-"))).revision();
    }

    /// Where a message is, by its id; what was made of it is there too.
    static int numberOf(String id) {
        int dot = id.indexOf('.');
        return Math.floorMod((dot < 0 ? id : id.substring(0, dot)).hashCode(), COUNT);
    }

    /// The commit in its place; see [Committed#await].
    Committed commit(List<Change> changes, List<SideWrite> side) {
        lock.lock();
        try {
            var committed = store.commit(partition, revision, changes, side);
            revision = committed.revision();
            return committed;
        } catch (Conflict conflict) {
            throw new IllegalStateException("another writes to " + partition, conflict);
        } finally {
            lock.unlock();
        }
    }

    Optional<Found> find(String id) {
        var view = store.read(partition, Range.of(Rows.entryKey(id)), Rows.waitingOf(id));
        return view.value()
                .map(row ->
                        new Found(
                                Rows.entry(row),
                                view.rows().get(1).stream()
                                        .map(it -> Rows.waiting(it.key(), it.value()))
                                        .toList()));
    }

    /// Every message, without its recipients.
    void entries(Consumer<Entry> sink) {
        store.scan(
                partition,
                Rows.ALL_ENTRIES,
                row -> {
                    sink.accept(Rows.entry(row.value()));
                    return true;
                });
    }

    /// Every recipient that waits, with its message's id.
    void waiting(BiConsumer<String, Waiting> sink) {
        store.scan(
                partition,
                Rows.ALL_WAITING,
                row -> {
                    sink.accept(Rows.idOf(row.key()), Rows.waiting(row.key(), row.value()));
                    return true;
                });
    }

    static List<Change> put(String id, List<Waiting> waiting) {
        var changes = new ArrayList<Change>();
        for (Waiting each : waiting) {
            Bytes key = Rows.waitingKey(id, each.number());
            changes.add(new Change.Put(new Row(key, Rows.write(each))));
        }
        return changes;
    }
}
