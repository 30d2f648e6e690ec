package posthouse.mailbox;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// An operation in an account's queue, and the thread that waits for it.
final class Waiter<R extends @Nullable Object> {
    private final Ledger.Operation<R> operation;
    private final @Nullable Object owner;
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean done;
    private @Nullable R result;
    private @Nullable Throwable failure;

    /// @param owner for whom busy mailboxes are not busy, see [Ledger#begin]
    Waiter(Ledger.Operation<R> operation, @Nullable Object owner) {
        this.operation = operation;
        this.owner = owner;
    }

    @Nullable Object owner() {
        return owner;
    }

    /// Runs the operation, perhaps again.
    ///
    /// @return false if it was refused or failed: then what it wrote to the draft is void
    /// @throws Draft.Busy if it must run again later
    boolean attempt(Draft draft) {
        try {
            result = operation.apply(draft);
            draft.finish();
            failure = null;
            return true;
        } catch (Draft.Busy busy) {
            throw busy;
        } catch (MailRefusal | RuntimeException thrown) {
            failure = thrown;
            return false;
        }
    }

    void fail(Throwable thrown) {
        failure = thrown;
    }

    /// The operation will not be run again: its thread may go.
    void complete() {
        done = true;
        signals.release();
    }

    /// The thread is to lead the next batch.
    void lead() {
        signals.release();
    }

    boolean isDone() {
        return done;
    }

    /// Waits for [#complete] or [#lead]. An interrupt does not end the waiting: what the store is
    /// about to do, it does.
    void await() {
        signals.acquireUninterruptibly();
    }

    @SuppressWarnings("NullAway") // an operation that succeeded has given what it promised
    R result() throws MailRefusal {
        return switch (failure) {
            case null -> result;
            case MailRefusal refusal -> throw refusal;
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        };
    }
}
