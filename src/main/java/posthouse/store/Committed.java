package posthouse.store;

/// A commit that has its place in the order of its partition. It can no longer conflict, and is not
/// yet durable.
public interface Committed {
    /// The partition's new revision: always the expected one + 1.
    long revision();

    /// Returns once the commit is durable and visible. To be called before anybody is told of the
    /// change. What nobody awaits becomes durable with what is awaited later, or within a second or
    /// so.
    ///
    /// @throws StoreFailure if it did not become durable: the partition is at the last durable
    ///   revision again, and nothing that was committed on top of this can succeed
    void await();
}
