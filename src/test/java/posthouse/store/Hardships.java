package posthouse.store;

/// How likely each thing is to befall a [SimDisk], at each write, and what is broken in it.
///
/// @param powerCut the machine goes off: of what was not synced, a random prefix is kept
/// @param kill the process goes: what was written stays, what waited is gone
/// @param failedSync a sync fails: the store takes no more writes
/// @param coldRead what is asked of memory is not there
/// @param flaw something that a store must not do, to show that a checker sees it
public record Hardships(
        double powerCut, double kill, double failedSync, double coldRead, Flaw flaw) {
    public static final Hardships NONE = new Hardships(0, 0, 0, 0, Flaw.NONE);
    public static final Hardships ALL = new Hardships(0.02, 0.02, 0.01, 0.1, Flaw.NONE);

    public Hardships with(Flaw broken) {
        return new Hardships(powerCut, kill, failedSync, coldRead, broken);
    }

    /// What a broken engine does.
    public enum Flaw {
        NONE,
        /// Says that it has synced, and has not.
        NO_SYNC,
        /// A power cut keeps any of the unsynced writes, not the first of them.
        REORDERS,
        /// A power cut keeps the first half of a batch.
        TEARS,
        /// What was deleted comes back with the power.
        FORGETS_DELETES,
        /// A batch is visible, and stays, although its sync has failed and the caller was told.
        KEEPS_ROWS_OF_ITS_OWN
    }
}
