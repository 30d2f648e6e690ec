package posthouse.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// Reads for sessions. A virtual thread that waits inside native code holds up its carrier, and
/// there are as few of these as cores; so a virtual thread first asks what is in memory, and leaves
/// the rest to a few platform threads.
final class Readers implements AutoCloseable {
    private static final int USERS_MAX = Integer.MAX_VALUE;

    /// Something to be read. May run twice, so it must have no effect.
    @FunctionalInterface
    interface Query<T> {
        T run(Source source) throws RocksDBException;
    }

    private final Source memory;
    private final Source all;
    private final ExecutorService pool;
    private final Semaphore users = new Semaphore(USERS_MAX);
    private volatile boolean closed;

    Readers(Source memory, Source all, int threads) {
        this.memory = memory;
        this.all = all;
        this.pool =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("store-reader-", 0).daemon().factory());
    }

    <T> T read(Query<T> query) {
        enter();
        try {
            if (!Thread.currentThread().isVirtual()) {
                return run(query, all);
            }
            try {
                return query.run(memory);
            } catch (RocksDBException failed) {
                if (!isIncomplete(failed)) {
                    throw failure(failed);
                }
            }
            return pooled(query);
        } finally {
            leave();
        }
    }

    /// For what is seldom in memory: asks the disk without trying.
    <T> T readCold(Query<T> query) {
        enter();
        try {
            return Thread.currentThread().isVirtual() ? pooled(query) : run(query, all);
        } finally {
            leave();
        }
    }

    /// What is in memory, on this thread and at once.
    ///
    /// @throws NotInMemory if that is not enough
    <T> T readMemory(Query<T> query) {
        enter();
        try {
            return query.run(memory);
        } catch (RocksDBException failed) {
            if (isIncomplete(failed)) {
                throw new NotInMemory();
            }
            throw failure(failed);
        } finally {
            leave();
        }
    }

    /// The disk would have to be asked.
    static final class NotInMemory extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotInMemory() {
            super("not in memory", null, false, false);
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
        pool.shutdown();
        memory.close();
        all.close();
    }

    private <T> T pooled(Query<T> query) {
        try {
            return CompletableFuture.supplyAsync(() -> run(query, all), pool).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof StoreFailure failure) {
                throw failure;
            }
            throw failed;
        }
    }

    private static <T> T run(Query<T> query, Source source) {
        try {
            return query.run(source);
        } catch (RocksDBException failed) {
            throw failure(failed);
        }
    }

    private static boolean isIncomplete(RocksDBException failed) {
        return failed.getStatus() != null && failed.getStatus().getCode() == Status.Code.Incomplete;
    }

    static StoreFailure failure(RocksDBException failed) {
        return new StoreFailure("the store cannot read: " + failed.getMessage(), failed);
    }
}
