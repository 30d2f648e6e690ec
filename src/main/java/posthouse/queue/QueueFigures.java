package posthouse.queue;

import java.time.Instant;
import java.util.Optional;

/// How much is in the queue.
///
/// @param recipients that wait
/// @param oldest when the message came that has been here longest
/// @param held messages that the operator has stopped
/// @param due tries that wait for their turn
/// @param running tries
/// @param restingHops next hops that were not reached and are left alone for a time
public record QueueFigures(
        long messages,
        long recipients,
        Optional<Instant> oldest,
        long held,
        int due,
        int running,
        int restingHops) {}
