package posthouse.pop3;

import java.time.Duration;
import java.time.Instant;
import posthouse.time.Clock;

/// A clock that goes when told.
final class StandingClock implements Clock {
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private long nanos;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    synchronized void forward(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }
}
