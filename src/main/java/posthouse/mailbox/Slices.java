package posthouse.mailbox;

import posthouse.store.Store;

/// How much one operation takes into a commit. An operation on more does it in slices, each a
/// commit with a mod-sequence of its own (DESIGN rule 1).
final class Slices {
    /// Rows, with room left for what shares the commit.
    static final int ROWS_MAX = Store.COMMIT_ROWS_MAX - 100;

    /// Octets, as [Draft#octetCount] counts them.
    static final long OCTETS_MAX = Store.COMMIT_BYTES_MAX * 8 / 10;

    /// Pages of which only flags change.
    static final int PAGES_MAX = 128;

    private Slices() {}

    /// Whether the operation should take no more.
    static boolean full(Draft draft) {
        return draft.rowCount() >= ROWS_MAX || draft.octetCount() >= OCTETS_MAX;
    }
}
