package posthouse.store;

import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;

/// Rows of one partition as they were at one revision.
///
/// @param revision 0 where the partition does not exist
/// @param rows what each asked range held, in the order asked; within a range by key
public record View(long revision, List<List<Row>> rows) {
    /// The value of the one row of the first range, for a read of a single key.
    public Optional<Bytes> value() {
        return rows.getFirst().stream().findFirst().map(Row::value);
    }
}
