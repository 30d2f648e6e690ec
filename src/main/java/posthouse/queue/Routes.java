package posthouse.queue;

/// Says where mail goes. Any thread.
@FunctionalInterface
public interface Routes {
    /// @param tries that were made for this recipient already
    NextHop nextHop(Mail mail, To to, int tries);
}
