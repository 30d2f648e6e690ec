package posthouse.sim;

import java.time.Duration;
import java.time.Instant;
import posthouse.time.Clock;

/// A clock that stands still until it is moved.
public final class SimClock implements Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    /// Time goes by.
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
        nanos += duration.toNanos();
    }

    /// Somebody sets the time of day. The other clock does not notice.
    public synchronized void jumpTo(Instant time) {
        now = time;
    }
}
