package posthouse.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.rocksdb.RocksDBException;

/// Something that is written in one piece, in its place in the order of submissions.
final class Job {
    /// Says what is written. Runs on the committer's thread; must not fail.
    @FunctionalInterface
    interface Writes {
        void into(Batch batch) throws RocksDBException;
    }

    private final boolean synced;
    private final Writes writes;
    private final Runnable settled;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /// @param synced whether [#await] promises durability; else only that it is written
    /// @param settled runs under the committer's lock once it is written
    Job(boolean synced, Writes writes, Runnable settled) {
        this.synced = synced;
        this.writes = writes;
        this.settled = settled;
    }

    boolean synced() {
        return synced;
    }

    void writeInto(Batch batch) throws RocksDBException {
        writes.into(batch);
    }

    void settle() {
        settled.run();
    }

    void finish() {
        done.complete(null);
    }

    void fail(StoreFailure failure) {
        done.completeExceptionally(failure);
    }

    /// Returns once it is written; uninterruptible, since half a wait helps nobody.
    void await() {
        try {
            done.join();
        } catch (CompletionException failed) {
            throw new StoreFailure("not made durable: " + failed.getMessage(), failed);
        }
    }
}
