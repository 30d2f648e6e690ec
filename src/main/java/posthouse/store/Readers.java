package posthouse.store;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Reads for sessions. A virtual thread that waits inside native code holds up its carrier, and
/// there are as few of these as cores; so a virtual thread first asks what is in memory, and leaves
/// the rest to a few platform threads.
final class Readers implements AutoCloseable {
    /// Admissions that find too little in memory before one asks the disk, with the lock held.
    static final int COLD_TRIES_MAX = 3;

    private static final int USERS_MAX = Integer.MAX_VALUE;

    /// Something to be read. May run twice, so it must have no effect.
    @FunctionalInterface
    interface Query<T> {
        T run(Engine.Source source);
    }

    private final Engine.Source memory;
    private final Engine.Source all;
    private final @Nullable ExecutorService pool;
    private final Semaphore users = new Semaphore(USERS_MAX);
    private volatile boolean closed;

    /// Guarded by the committer's lock.
    private boolean fromDisk;

    /// @param threads 0: everybody reads on their own thread, as simulations want
    Readers(Engine engine, int threads) {
        this.memory = engine.memory();
        this.all = engine.all();
        this.pool =
                threads == 0
                        ? null
                        : Executors.newFixedThreadPool(
                                threads,
                                Thread.ofPlatform().name("store-reader-", 0).daemon().factory());
    }

    <T> T read(Query<T> query) {
        enter();
        try {
            return hops() ? query.run(memory) : query.run(all);
        } catch (Engine.NotInMemory _) {
            return pooled(query);
        } finally {
            leave();
        }
    }

    /// For what is seldom in memory: asks the disk without trying.
    <T> T readCold(Query<T> query) {
        enter();
        try {
            return hops() ? pooled(query) : query.run(all);
        } finally {
            leave();
        }
    }

    private boolean hops() {
        return pool != null && Thread.currentThread().isVirtual();
    }

    /// Runs an admission, under the committer's lock. What [#readMemory] does not find in memory
    /// has the admission fail, so that the disk is asked without the lock; but where the cache does
    /// not hold what was asked for, that would go on for ever.
    ///
    /// @param tries that have failed so
    <E extends Exception> @Nullable Job admit(int tries, Committer.Admission<E> admission)
            throws E {
        fromDisk = tries >= COLD_TRIES_MAX;
        return admission.admit();
    }

    /// What is in memory, on this thread and at once; in an admission.
    ///
    /// @throws Engine.NotInMemory if that is not enough
    <T> T readMemory(Query<T> query) {
        enter();
        try {
            return query.run(fromDisk ? all : memory);
        } finally {
            leave();
        }
    }

    /// Holds the database open until [#leave].
    void enter() {
        users.acquireUninterruptibly();
        if (closed) {
            users.release();
            throw new StoreFailure("the store is closed");
        }
    }

    void leave() {
        users.release();
    }

    /// Lets nobody in any more, and returns when the last one has left.
    @Override
    public void close() {
        closed = true;
        users.acquireUninterruptibly(USERS_MAX);
        users.release(USERS_MAX);
        if (pool != null) {
            pool.shutdown();
        }
    }

    private <T> T pooled(Query<T> query) {
        try {
            return CompletableFuture.supplyAsync(() -> query.run(all), Objects.requireNonNull(pool))
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof StoreFailure failure) {
                throw failure;
            }
            throw failed;
        }
    }
}
