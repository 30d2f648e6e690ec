package posthouse.queue;

import java.util.List;

/// Takes mail that is to go out. Any thread.
@FunctionalInterface
public interface Outbox {
    /// Takes a message over: when this returns, it is durable. Nothing happens where one of that id
    /// is there.
    ///
    /// @param recipients one or more
    /// @throws posthouse.store.StoreFailure if it could not be written; then it is not taken
    void put(Mail mail, Octets octets, List<To> recipients);
}
