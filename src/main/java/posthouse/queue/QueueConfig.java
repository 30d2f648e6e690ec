package posthouse.queue;

import java.time.Duration;

/// How the queue behaves.
///
/// @param retryFirst how long after a first failed try comes the second; then a message waits as
///   long as it has waited already
/// @param retryMost but never longer than this
/// @param lifetime after this a message that cannot be delivered is bounced
/// @param warnAfter after this its sender is told that it waits
/// @param triesMax tries at once, of all next hops that answer; others have
///   [Schedule#UNPROVEN_TIMES] as many places of their own
/// @param triesPerHopMax tries at once, of one next hop
/// @param recipientsMax in one try
public record QueueConfig(
        Duration retryFirst,
        Duration retryMost,
        Duration lifetime,
        Duration warnAfter,
        int triesMax,
        int triesPerHopMax,
        int recipientsMax) {
    public static final QueueConfig DEFAULT =
            new QueueConfig(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(70),
                    Duration.ofDays(5),
                    Duration.ofHours(4),
                    200,
                    20,
                    50);
}
