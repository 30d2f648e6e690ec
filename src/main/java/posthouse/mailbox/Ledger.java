package posthouse.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import posthouse.address.Address;
import posthouse.store.Conflict;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.time.Clock;

/// The one way in which an account changes (DESIGN rules 6 and 7).
///
/// An operation is a function over a [Draft] that may run again. Operations queue; whoever finds no
/// leader leads: runs what waits, commits it as one, waits until that is durable, publishes the
/// snapshot, hands the lead to the next in the queue, and tells those who waited. So a thread leads
/// once for its own operation, and what came meanwhile shares a commit.
final class Ledger {
    /// A function from an account to what an operation changes, and its answer.
    @FunctionalInterface
    interface Operation<R extends @Nullable Object> {
        R apply(Draft draft) throws MailRefusal;
    }

    /// How often a batch runs again because another process was faster.
    private static final int CONFLICTS_MAX = 100;

    private final Loader loader;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter<?>> queue = new ArrayDeque<>();
    private final List<Waiter<?>> deferred = new ArrayList<>();
    private final Map<Integer, Object> busy = new ConcurrentHashMap<>();
    private final Map<Integer, Long> recentFrom = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private boolean led;
    private volatile @Nullable Snapshot snapshot;

    Ledger(Loader loader, Clock clock) {
        this.loader = loader;
        this.clock = clock;
    }

    Loader loader() {
        return loader;
    }

    List<Runnable> listeners() {
        return listeners;
    }

    /// The newest snapshot.
    ///
    /// @throws StoreFailure if the account is not there or cannot be read
    Snapshot snapshot() {
        Snapshot known = snapshot;
        if (known == null) {
            known = runSafely(_ -> this.base());
        }
        return known;
    }

    /// The newest snapshot; empty where there is no such account.
    Optional<Snapshot> find() {
        Snapshot known = snapshot;
        if (known != null) {
            return Optional.of(known);
        }
        return loader.load().isEmpty() ? Optional.empty() : Optional.of(snapshot());
    }

    /// Makes the account with a mailbox for each role; nothing happens where it is there already.
    void create(Address address, MailLimits limits) {
        var empty =
                new Snapshot(
                        0,
                        Header.first(address),
                        Settings.standard(limits),
                        SubscribedNames.NONE,
                        Map.of());
        var draft = new Draft(loader, empty, clock.now().getEpochSecond());
        var over = draft.over(_ -> false);
        new Mailboxes(over, limits).createAll();
        over.finish();
        draft.take(over);
        try {
            loader.store().commit(loader.partition(), 0, draft.changes(_ -> 1L), List.of()).await();
        } catch (Conflict _) {
            return; // another made it at the same moment
        }
    }

    /// The first UID of a mailbox that no writable session has been told of: kept in memory,
    /// written with the next change of the mailbox's row.
    long recentFrom(int mailbox) {
        return recentFrom.getOrDefault(mailbox, 1L);
    }

    /// Takes what is \Recent below `uidNext` for one session.
    ///
    /// @return the first UID that is its own
    long takeRecent(int mailbox, long uidNext) {
        while (true) {
            long from = recentFrom(mailbox);
            if (from >= uidNext) {
                return uidNext;
            }
            Long before = recentFrom.putIfAbsent(mailbox, uidNext);
            if (before == null || recentFrom.replace(mailbox, from, uidNext)) {
                return from;
            }
        }
    }

    /// Carries out an operation; returns when it is durable and visible.
    <R extends @Nullable Object> R run(Operation<R> operation) throws MailRefusal {
        return run(operation, null);
    }

    /// Carries out an operation of one that may change busy mailboxes.
    <R extends @Nullable Object> R run(Operation<R> operation, @Nullable Object owner)
            throws MailRefusal {
        var waiter = new Waiter<>(operation, owner);
        boolean leads = enter(waiter);
        while (!waiter.isDone()) {
            if (leads) {
                lead();
            } else {
                waiter.await();
            }
            leads = !leads;
        }
        return waiter.result();
    }

    /// Makes a mailbox busy: until [#end], operations of others that change it wait.
    void begin(int mailbox, Object owner) throws MailRefusal {
        this.<@Nullable Void>run(
                draft -> {
                    draft.put(draft.box(mailbox)); // waits while it is busy
                    busy.put(mailbox, owner);
                    return null;
                },
                owner);
    }

    /// Lets those go on who waited for the mailbox.
    void end(int mailbox, Object owner) {
        lock.lock();
        try {
            if (!busy.remove(mailbox, owner)) {
                return;
            }
            queue.addAll(deferred);
            deferred.clear();
            Waiter<?> next = queue.peek();
            if (!led && next != null) {
                led = true;
                next.lead();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Keeps nothing of the account's content in memory, unless it is just being changed.
    ///
    /// @return whether it is so
    boolean forget() {
        lock.lock();
        try {
            if (led || !busy.isEmpty()) {
                return false;
            }
            snapshot = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// How many placements of the account are in memory.
    long inMemory() {
        Snapshot known = snapshot;
        long count = 0;
        if (known != null) {
            for (Box box : known.boxes().values()) {
                Spine spine = box.spine();
                count += spine == null ? 0 : spine.size();
            }
        }
        return count;
    }

    /// Carries out an operation that is never refused.
    <R extends @Nullable Object> R runSafely(Operation<R> operation) {
        try {
            return run(operation);
        } catch (MailRefusal refusal) {
            throw new IllegalStateException(refusal);
        }
    }

    /// @return whether the thread is to lead at once
    private boolean enter(Waiter<?> waiter) {
        lock.lock();
        try {
            queue.add(waiter);
            boolean leads = !led;
            led = true;
            return leads;
        } finally {
            lock.unlock();
        }
    }

    /// Leads one batch, then hands the lead on.
    private void lead() {
        var batch = new ArrayList<Waiter<?>>();
        boolean news = false;
        try {
            news = carryOut(batch);
        } catch (RuntimeException | Error failure) {
            snapshot = null; // what is true now is read from the store when next asked for
            batch.addAll(pollAll());
            batch.forEach(waiter -> waiter.fail(failure));
        }
        handOver();
        batch.forEach(Waiter::complete);
        if (news) {
            listeners.forEach(Runnable::run);
        }
    }

    private void handOver() {
        lock.lock();
        try {
            Waiter<?> next = queue.peek();
            led = next != null;
            if (next != null) {
                next.lead();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Runs and commits what waits.
    ///
    /// @return whether something changed
    private boolean carryOut(List<Waiter<?>> batch) {
        for (int attempt = 0; attempt < CONFLICTS_MAX; attempt++) {
            Snapshot base = base();
            Draft draft = draw(base, batch);
            try {
                if (draft.writes()) {
                    snapshot = commit(base, draft);
                    return true;
                }
                snapshot = draft.loads() ? draft.snapshot(base.revision()) : base;
                return false;
            } catch (Conflict _) {
                snapshot = null; // another process was faster: read again, run again
                requeue(batch);
            }
        }
        throw new StoreFailure(
                "no commit to " + loader.partition() + " in " + CONFLICTS_MAX + " attempts");
    }

    private Snapshot commit(Snapshot base, Draft draft) throws Conflict {
        var committed =
                loader.store()
                        .commit(
                                loader.partition(),
                                base.revision(),
                                draft.changes(box -> recentFrom(box.id())),
                                draft.sideWrites());
        Snapshot next = draft.snapshot(committed.revision());
        committed.await();
        return next;
    }

    /// Runs operations from the queue over one draft while they fit a commit.
    private Draft draw(Snapshot base, List<Waiter<?>> batch) {
        var draft = new Draft(loader, base, clock.now().getEpochSecond());
        for (Waiter<?> waiter = poll(); waiter != null; waiter = poll()) {
            Object owner = waiter.owner();
            Draft over = draft.over(mailbox -> isBusy(mailbox, owner));
            boolean succeeded;
            try {
                succeeded = waiter.attempt(over);
            } catch (Draft.Busy _) {
                defer(waiter);
                continue;
            }
            if (succeeded && !fits(draft, over)) {
                if (draft.writes()) {
                    putBack(waiter);
                    break;
                }
                succeeded = false;
                waiter.fail(
                        new IllegalStateException(
                                "an operation of %d rows, %d octets"
                                        .formatted(over.rowCount(), over.octetCount())));
            }
            if (succeeded) {
                draft.take(over);
            }
            batch.add(waiter);
        }
        return draft;
    }

    @SuppressWarnings("ReferenceEquality") // an owner is nobody but itself
    private boolean isBusy(int mailbox, @Nullable Object owner) {
        Object by = busy.get(mailbox);
        return by != null && by != owner;
    }

    /// It comes back with [#end]; at once if that has just been called.
    private void defer(Waiter<?> waiter) {
        lock.lock();
        try {
            if (busy.isEmpty()) {
                queue.add(waiter);
            } else {
                deferred.add(waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean fits(Draft draft, Draft over) {
        return draft.rowCount() + over.rowCount() <= Store.COMMIT_ROWS_MAX
                && draft.octetCount() + over.octetCount() <= Store.COMMIT_BYTES_MAX;
    }

    private Snapshot base() {
        Snapshot known = snapshot;
        if (known == null) {
            known = load();
            snapshot = known;
        }
        return known;
    }

    private Snapshot load() {
        var loaded =
                loader.load()
                        .orElseThrow(() -> new StoreFailure("no account in " + loader.partition()));
        loaded.recentFrom().forEach((id, from) -> recentFrom.merge(id, from, Math::max));
        return loaded.unfinished() && busy.isEmpty()
                ? finished(loaded.snapshot())
                : loaded.snapshot();
    }

    /// Ends what the last run of the process began, before anything else happens to the account.
    private Snapshot finished(Snapshot begun) {
        Snapshot now = begun;
        var recovery = new Recovery(loader.limits());
        try {
            while (true) {
                var draft = new Draft(loader, now, clock.now().getEpochSecond());
                boolean more = recovery.step(draft);
                draft.finish();
                now = draft.writes() ? commit(now, draft) : now;
                if (!more) {
                    return now;
                }
            }
        } catch (Conflict | MailRefusal failure) {
            throw new StoreFailure(
                    loader.partition() + " has something unfinished that cannot be ended", failure);
        }
    }

    private @Nullable Waiter<?> poll() {
        lock.lock();
        try {
            return queue.poll();
        } finally {
            lock.unlock();
        }
    }

    private List<Waiter<?>> pollAll() {
        lock.lock();
        try {
            var all = new ArrayList<>(queue);
            all.addAll(deferred);
            queue.clear();
            deferred.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    private void putBack(Waiter<?> waiter) {
        lock.lock();
        try {
            queue.addFirst(waiter);
        } finally {
            lock.unlock();
        }
    }

    private void requeue(List<Waiter<?>> batch) {
        batch.reversed().forEach(this::putBack);
        batch.clear();
    }
}
