package posthouse.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Something that is written in one piece, in its place in the order of submissions.
final class Job {
    /// Says what is written. Runs on the committer's thread; must not fail.
    @FunctionalInterface
    interface Writes {
        void into(Engine.Batch batch);
    }

    /// What a job costs in memory beside its octets, about.
    static final int BYTES = 256;

    private final boolean synced;
    private final Writes writes;
    private final Runnable settled;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /// Guarded by the committer's lock.
    private boolean taken;

    /// @param synced whether [#join] promises durability; else only that it is written
    /// @param settled runs under the committer's lock once it is written
    Job(boolean synced, Writes writes, Runnable settled) {
        this.synced = synced;
        this.writes = writes;
        this.settled = settled;
    }

    boolean synced() {
        return synced;
    }

    /// It is among those that are written next, or were.
    boolean isTaken() {
        return taken;
    }

    void take() {
        taken = true;
    }

    void writeInto(Engine.Batch batch) {
        writes.into(batch);
    }

    void settle() {
        settled.run();
    }

    void finish() {
        done.complete(null);
    }

    private static String reason(CompletionException failed) {
        Throwable cause = failed.getCause();
        return String.valueOf(cause == null ? failed.getMessage() : cause.getMessage());
    }

    void fail(StoreFailure failure) {
        done.completeExceptionally(failure);
    }

    /// Returns once it is written; uninterruptible, since half a wait helps nobody.
    void join() {
        try {
            done.join();
        } catch (CompletionException failed) {
            throw new StoreFailure("not made durable: " + reason(failed), failed);
        }
    }
}
