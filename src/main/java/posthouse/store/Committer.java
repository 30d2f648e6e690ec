package posthouse.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes. It takes all that waits, writes it as one batch, synced once if
/// anybody in the group asked for that, and then wakes the waiters: many sessions share one sync,
/// without a timer.
///
/// The lock guards the queue and every [Newest]; it is held for microseconds and never while the
/// disk is waited for. The order of admissions is the order of the log. After a failed write the
/// committer refuses all others: what the disk did with a failed sync is not known, so it must not
/// be tried again (DESIGN rule 7).
final class Committer implements AutoCloseable {
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
    private final @Nullable Thread thread;
    private List<Queued> queue = new ArrayList<>();
    private @Nullable StoreFailure refusal;
    private boolean closing;

    private record Queued(Job job, int bytes) {}

    /// With a thread of its own.
    static Committer onThread(Engine.Batch batch, int inFlightBytes) {
        return new Committer(batch, inFlightBytes, true);
    }

    /// Without one: who waits does the writing. For simulations, which have one thread.
    static Committer onDemand(Engine.Batch batch) {
        return new Committer(batch, Integer.MAX_VALUE, false);
    }

    private Committer(Engine.Batch batch, int inFlightBytes, boolean threaded) {
        this.batch = batch;
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
        room.acquireUninterruptibly(held);
        Job job = null;
        lock.lock();
        try {
            refuseIfMust();
            job = admission.admit();
            if (job != null) {
                queue.add(new Queued(job, held));
                waiting.signal();
            }
            return job;
        } finally {
            lock.unlock();
            if (job == null) {
                room.release(held);
            }
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
        }
        job.join();
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

    /// All that waits. With a thread: waits for that; empty once closed and all is done.
    private List<Queued> next() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing && thread != null) {
                waiting.awaitUninterruptibly();
            }
            List<Queued> group = queue;
            queue = new ArrayList<>();
            return group;
        } finally {
            lock.unlock();
        }
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
