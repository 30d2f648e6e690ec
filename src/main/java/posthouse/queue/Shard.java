package posthouse.queue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
import posthouse.store.StoreFailure;

/// One partition of the queue, `Q/<number>`, and its next revision: commits are given their place
/// one after the other and become durable together.
///
/// Only what is durable is read, so whoever decides by what it has read and writes it down does
/// both, and waits, in [#together] or [#alone].
final class Shard {
    /// How many there are. Messages stay where they are, so this cannot be changed.
    static final int COUNT = 64;

    private final Store store;
    private final Partition partition;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReadWriteLock order = new ReentrantReadWriteLock();
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

    /// Runs what touches rows that nobody else touches.
    <T> T together(Supplier<T> work) {
        return holding(order.readLock(), work);
    }

    void together(Runnable work) {
        together(() -> {
            work.run();
            return true;
        });
    }

    /// Runs what may touch any row.
    <T> T alone(Supplier<T> work) {
        return holding(order.writeLock(), work);
    }

    void alone(Runnable work) {
        alone(() -> {
            work.run();
            return true;
        });
    }

    private static <T> T holding(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
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

    /// The message from its start.
    ///
    /// @throws StoreFailure if it has gone
    InputStream open(Entry entry) {
        Held held = entry.held();
        return held.content() == 0
                ? header(entry)
                : new SequenceInputStream(
                        header(entry),
                        store.bodies().open(held.content(), 0, held.contentLength()));
    }

    /// Its header section.
    ///
    /// @throws StoreFailure if it has gone
    InputStream header(Entry entry) {
        Held held = entry.held();
        if (held.header() != 0) {
            return store.bodies().open(held.header(), 0, held.headerLength());
        }
        String id = entry.mail().id();
        var row = store.read(partition, Range.of(Rows.headerKey(id))).value();
        var header = Rows.header(row.orElseThrow(() -> new StoreFailure(id + " has gone")));
        return new ByteArrayInputStream(header.toArray());
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

    /// The next ids of messages.
    ///
    /// @param after an id; empty for the first ones
    /// @param most how many
    List<String> ids(String after, int most, Predicate<Mail> which) {
        var ids = new ArrayList<String>();
        var from =
                after.isEmpty()
                        ? Rows.ALL_ENTRIES.from()
                        : Rows.entryKey(after).plus(Bytes.wrap(new byte[1]));
        store.scan(
                partition,
                new Range(from, Rows.ALL_ENTRIES.to()),
                row -> {
                    Mail mail = Rows.entry(row.value()).mail();
                    if (which.test(mail)) {
                        ids.add(mail.id());
                    }
                    return ids.size() < most;
                });
        return ids;
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

    static Change put(Entry entry) {
        return new Change.Put(new Row(Rows.entryKey(entry.mail().id()), Rows.write(entry)));
    }

    static List<Change> put(Entry entry, Bytes header) {
        if (entry.held().header() != 0) {
            return List.of(put(entry));
        }
        var key = Rows.headerKey(entry.mail().id());
        return List.of(new Change.Put(new Row(key, Rows.writeHeader(header))), put(entry));
    }

    static List<Change> delete(String id) {
        return List.of(new Change.Delete(Rows.headerKey(id)), new Change.Delete(Rows.entryKey(id)));
    }

    static List<Change> delete(String id, List<Waiting> waiting) {
        return waiting.stream()
                .<Change>map(each -> new Change.Delete(Rows.waitingKey(id, each.number())))
                .toList();
    }
}
