package posthouse.smtp.client;

import java.time.Duration;

/// How long a server may take at each step (RFC 5321 §4.5.3.2).
///
/// @param connect to take a connection
/// @param greeting §4.5.3.2.1
/// @param command §4.5.3.2.2 and §4.5.3.2.3, and whatever else is asked
/// @param data for the answer to DATA, §4.5.3.2.4
/// @param block to take the next octets of a message, §4.5.3.2.5
/// @param end to answer for the whole message, §4.5.3.2.6
public record Timeouts(
        Duration connect,
        Duration greeting,
        Duration command,
        Duration data,
        Duration block,
        Duration end) {
    public static final Timeouts DEFAULT =
            new Timeouts(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(10));

    /// The same for every step.
    public static Timeouts all(Duration time) {
        return new Timeouts(time, time, time, time, time, time);
    }
}
