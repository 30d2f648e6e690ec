package posthouse.journal;

/// Where events are noted. Any thread; neither waits nor fails.
@FunctionalInterface
public interface Notes {
    /// Forgets them.
    Notes NONE = _ -> {};

    void note(Event event);
}
