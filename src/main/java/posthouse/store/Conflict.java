package posthouse.store;

/// The partition was not at the expected revision; nothing was changed.
public final class Conflict extends Exception {
    private static final long serialVersionUID = 1;

    private final long actual;

    public Conflict(Partition partition, long expected, long actual) {
        super(partition + " is at revision " + actual + ", not " + expected, null, false, false);
        this.actual = actual;
    }

    /// The revision that the partition had; 0 where it does not exist.
    public long actual() {
        return actual;
    }
}
