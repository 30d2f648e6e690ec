package posthouse.queue;

import java.time.Instant;
import java.util.List;

/// How a message stands, for the operator.
///
/// @param length its octets
/// @param state of the recipient that is furthest
/// @param waiting how many recipients of those that were asked for wait
/// @param recipients the first of them
public record Standing(
        Mail mail, long length, State state, int waiting, List<Recipient> recipients) {
    /// From the one that is furthest on.
    public enum State {
        /// Being tried now.
        TRYING,
        /// Stopped by the operator.
        HELD,
        /// Waiting for its turn.
        DUE,
        /// Tried, and waiting for the next time.
        DEFERRED,
        /// Not to leave before a time that its sender has named (RFC 4865).
        LATER
    }

    /// How a recipient stands.
    ///
    /// @param tries that have ended
    /// @param due when it is tried next, as far as it is not held
    /// @param answers the last ones, the newest at the end
    public record Recipient(
            To to, State state, NextHop nextHop, int tries, Instant due, List<Answer> answers) {}
}
