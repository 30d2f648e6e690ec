package posthouse.store;

/// A write to another partition, or to a body, that goes with a commit: durable before the commit
/// becomes visible, the same when done twice, and perhaps left behind as garbage when the commit
/// fails. It never deletes.
public sealed interface SideWrite {
    /// Puts a row, whatever the partition's revision is; that revision does not change.
    record PutRow(Partition partition, Row row) implements SideWrite {}

    /// Adds a tag to a body.
    record LinkBody(long body, String tag) implements SideWrite {}
}
