package posthouse.mailbox;

import java.time.Duration;
import java.time.Instant;
import posthouse.time.Clock;

/// A clock that stands until it is moved.
final class TestClock implements Clock {
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
