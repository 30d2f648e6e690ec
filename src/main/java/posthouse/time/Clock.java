package posthouse.time;

import java.time.Instant;

/// What time it is. Real or simulated; nothing outside this package asks the machine.
public interface Clock {
    /// The time of day, which may jump in either direction.
    Instant now();

    /// Nanoseconds since some moment; never goes back. For durations.
    long nanos();

    /// The machine's own.
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
