package posthouse.queue;

/// What became of a message for one recipient.
public sealed interface Result {
    Answer answer();

    /// It is where it belongs, or with a server that has taken it over.
    ///
    /// @param reports whether that server tells the sender of success where it was asked to: no for
    ///   one that does not speak DSN (RFC 3461 §6.2.7), and where it was delivered here
    /// @param relayed whether it went to another server
    record Delivered(Answer answer, boolean relayed, boolean reports) implements Result {}

    /// Perhaps later.
    record Delayed(Answer answer) implements Result {}

    /// Never.
    record Failed(Answer answer) implements Result {}
}
