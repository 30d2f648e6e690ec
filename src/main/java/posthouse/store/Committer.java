package posthouse.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes. It takes all that there is, writes it as one batch, synced once if
/// anybody in the group asked for that, and then wakes the waiters: many sessions share one sync.
/// It does so as soon as somebody waits; what nobody waits for goes with the next group, so that a
/// message costs no write for each of its steps.
///
/// The lock guards the queue and every [Newest]; it is held for microseconds and never while the
/// disk is waited for. The order of admissions is the order of the log. After a failed write the
/// committer refuses all others: what the disk did with a failed sync is not known, so it must not
/// be tried again (DESIGN rule 7).
final class Committer implements AutoCloseable {
    /// What nobody waits for is written after this time at the latest.
    static final Duration LINGERING = Duration.ofSeconds(1);

    /// And as soon as there is so much of it, or large bodies would lie in memory.
    static final int LINGERING_BYTES_MAX = 128 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /// Decides under the lock what is written.
    @FunctionalInterface
    interface Admission<E extends Exception> {
        /// @return the job, or null where nothing needs to be written
        @Nullable Job admit() throws E;
    }

    private final Engine.Batch batch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition waiting = lock.newCondition();
    private final Semaphore room;
    private final int roomBytes;
    private final Duration lingering;
    private final @Nullable Thread thread;
    private List<Queued> queue = new ArrayList<>();
    private int queuedBytes;

    /// Whether somebody waits for something in the queue.
    private boolean awaited;

    /// How many wait for room.
    private final AtomicInteger pressing = new AtomicInteger();

    private @Nullable StoreFailure refusal;
    private boolean closing;

    private record Queued(Job job, int bytes) {}

    /// With a thread of its own.
    ///
    /// @param lingering how long what nobody waits for may lie, such as [#LINGERING]
    static Committer onThread(Engine.Batch batch, int inFlightBytes, Duration lingering) {
        return new Committer(batch, inFlightBytes, lingering, true);
    }

    /// Without one: who waits does the writing. For simulations, which have one thread.
    static Committer onDemand(Engine.Batch batch) {
        return new Committer(batch, Integer.MAX_VALUE, LINGERING, false);
    }

    private Committer(Engine.Batch batch, int inFlightBytes, Duration lingering, boolean threaded) {
        this.batch = batch;
        this.lingering = lingering;
        this.roomBytes = inFlightBytes;
        this.room = new Semaphore(inFlightBytes, true);
        this.thread =
                threaded
                        ? Thread.ofPlatform().name("store-committer").daemon().unstarted(this::run)
                        : null;
    }

    void start() {
        if (thread != null) {
            thread.start();
        }
    }

    /// Puts a job into the order. Waits where too much is in flight.
    ///
    /// @param bytes about how much memory the job holds
    /// @return what `admission` returned
    /// @throws StoreFailure if no more writes are taken
    <E extends Exception> @Nullable Job submit(int bytes, Admission<E> admission) throws E {
        int held = Math.min(bytes, roomBytes);
        if (pressing.get() > 0 || !room.tryAcquire(held)) {
            awaitRoom(held);
        }
        Job job = null;
        lock.lock();
        try {
            refuseIfMust();
            job = admission.admit();
            if (job != null) {
                queue.add(new Queued(job, held));
                queuedBytes += bytes;
                if (isDue()) {
                    waiting.signal();
                }
            }
            return job;
        } finally {
            lock.unlock();
            if (job == null) {
                room.release(held);
            }
        }
    }

    private void awaitRoom(int held) {
        pressing.incrementAndGet();
        try {
            locked(() -> {
                waiting.signal();
                return true;
            });
            room.acquireUninterruptibly(held);
        } finally {
            pressing.decrementAndGet();
        }
    }

    /// Reads something that the lock guards.
    <T extends @Nullable Object> T locked(java.util.function.Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /// Returns once the job is written.
    ///
    /// @throws StoreFailure if it was not
    void await(Job job) {
        if (thread == null) {
            writeNow();
        } else {
            hurry(job);
        }
        job.join();
    }

    private void hurry(Job job) {
        lock.lock();
        try {
            if (!job.isTaken()) {
                hurry();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Has all written that was submitted until now: somebody waits for it, or will read it. Under
    /// the lock.
    void hurry() {
        awaited = true;
        waiting.signal();
    }

    /// Takes nothing more, and returns when all that was taken is written.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            waiting.signal();
        } finally {
            lock.unlock();
        }
        if (thread == null) {
            writeNow();
        } else {
            join(thread);
        }
    }

    private synchronized void writeNow() {
        write(next());
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true; // told again below: leaving now would free memory in use
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseIfMust() {
        if (refusal != null) {
            throw new StoreFailure(
                    "the store takes no writes until it is opened again: " + refusal.getMessage(),
                    refusal);
        }
        if (closing) {
            throw new StoreFailure("the store is closed");
        }
    }

    private void run() {
        for (List<Queued> group = next(); !group.isEmpty(); group = next()) {
            boolean refused = refusal != null;
            write(group);
            if (!refused && refusal != null) {
                LOG.error("the store takes no more writes", refusal);
            }
        }
    }

    /// All that there is. With a thread: waits until it is due; empty once closed and all is done.
    private List<Queued> next() {
        lock.lock();
        try {
            awaitDue();
            List<Queued> group = queue;
            group.forEach(queued -> queued.job().take());
            queue = new ArrayList<>();
            queuedBytes = 0;
            awaited = false;
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void awaitDue() {
        try {
            long left = lingering.toNanos();
            while (thread != null && !closing && !isDue() && (left > 0 || queue.isEmpty())) {
                left = waiting.awaitNanos(left > 0 ? left : lingering.toNanos());
            }
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible); // nobody has this thread
        }
    }

    private boolean isDue() {
        return !queue.isEmpty()
                && (awaited || pressing.get() > 0 || queuedBytes >= LINGERING_BYTES_MAX);
    }

    private void write(List<Queued> group) {
        StoreFailure failure = refusal != null ? refusal : tryToWrite(group);
        settle(group, failure);
        for (Queued queued : group) {
            room.release(queued.bytes());
            if (failure == null) {
                queued.job().finish();
            } else {
                queued.job().fail(failure);
            }
        }
    }

    private @Nullable StoreFailure tryToWrite(List<Queued> group) {
        if (group.isEmpty()) {
            return null;
        }
        boolean synced = group.stream().anyMatch(queued -> queued.job().synced());
        try {
            group.forEach(queued -> queued.job().writeInto(batch));
            batch.write(synced);
            return null;
        } catch (StoreFailure failed) {
            return failed;
        } catch (RuntimeException | Error failed) {
            return new StoreFailure("a write failed: " + failed, failed);
        } finally {
            batch.clear();
        }
    }

    private void settle(List<Queued> group, @Nullable StoreFailure failure) {
        lock.lock();
        try {
            if (failure != null) {
                refusal = failure;
            }
            group.forEach(queued -> queued.job().settle());
        } finally {
            lock.unlock();
        }
    }
}
