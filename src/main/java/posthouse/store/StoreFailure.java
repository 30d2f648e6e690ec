package posthouse.store;

/// The engine could not do its work: disk full, read error, damaged data, closed. Not the caller's
/// fault, and never retried here: after a failed sync the engine refuses every write until it is
/// opened again.
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreFailure(String message) {
        super(message);
    }

    public StoreFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
