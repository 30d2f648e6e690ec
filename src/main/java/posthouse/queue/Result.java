package posthouse.queue;

/// What became of a message for one recipient.
public sealed interface Result {
    Answer answer();

    /// How far a message has come.
    enum Place {
        /// Not yet or never.
        NOWHERE,
        MAILBOX,
        /// A group whose owner answers for what goes on (RFC 3461 §5.2.7.1).
        LIST,
        /// On its way to all for whom the address stands (RFC 3461 §5.2.7.3).
        SEVERAL,
        /// Another server.
        SERVER
    }

    /// It is where it belongs, or with a server that has taken it over.
    ///
    /// @param place where it is now
    /// @param reports whether that server tells the sender of success where it was asked to: no for
    ///   one that does not speak DSN (RFC 3461 §6.2.7), and where it was delivered here
    record Delivered(Answer answer, Place place, boolean reports) implements Result {}

    /// Perhaps later.
    record Delayed(Answer answer) implements Result {}

    /// Never.
    record Failed(Answer answer) implements Result {}
}
