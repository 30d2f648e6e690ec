package posthouse.store;

import java.util.List;
import java.util.stream.Stream;

/// Ordered rows in partitions; each partition has a revision. Knows no mail.
///
/// All methods may be called from any thread, virtual ones too; those that must wait for a disk do
/// so without holding up a carrier.
public interface Store extends AutoCloseable {
    /// Octets that a row's value may have.
    int ROW_BYTES_MAX = 64 * 1024;

    /// Changes and side writes that a commit may have, together.
    int COMMIT_ROWS_MAX = 512;

    /// Octets of keys and values that a commit may have.
    int COMMIT_BYTES_MAX = 1024 * 1024;

    /// Octets that a key may have.
    int KEY_BYTES_MAX = 200;

    /// All or nothing, durable, linearizable. The new revision is always `expected` + 1, so the
    /// next commit on the partition may be submitted before this one is durable: they become so in
    /// order. If a sync fails, all that wait on it fail.
    ///
    /// @param expected the revision that the partition must have; 0: it must not exist
    /// @param side done with it; see [SideWrite]
    /// @return the commit in its place; not durable before [Committed#await]
    /// @throws Conflict if the partition is at another revision; nothing was changed
    /// @throws IllegalArgumentException if a limit is passed or a key holds a NUL octet; nothing
    ///   was changed
    /// @throws StoreFailure if the engine takes no more writes; nothing was changed
    Committed commit(Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict;

    /// The revision and the asked ranges of one partition, consistent with each other. Only what is
    /// durable is seen.
    View read(Partition partition, Range... ranges);

    /// Gives the rows of a range one after the other, all of the same revision. For what may be too
    /// large for [#read].
    void scan(Partition partition, Range range, RowSink sink);

    Bodies bodies();

    /// Octets that should be removed for there to be room again for what comes; 0 where there is
    /// enough. Asked for early, before [Bodies] takes none any more; what was removed since may not
    /// count yet, since an engine gives room back when it tidies.
    default long shortage() {
        return 0;
    }

    /// The partitions of a space that have at least one row, by id. Not consistent with each other.
    Stream<Partition> partitions(Space space);

    /// Waits for what was committed, and gives the data folder free.
    @Override
    void close();
}
