package posthouse.auth;

import java.time.Duration;
import java.time.Instant;
import posthouse.time.Clock;

/// A clock that goes when told; pausing moves it, unless it is told to stand.
final class ManualClock implements Clock, Pause {
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private long nanos;
    private boolean stands;
    private Duration paused = Duration.ZERO;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized void take(Duration delay) {
        if (!stands) {
            forward(delay);
        }
        paused = paused.plus(delay);
    }

    /// From now on pauses take no time.
    synchronized void stand() {
        stands = true;
    }

    synchronized void forward(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /// How long sessions were made to wait since this was last asked.
    synchronized Duration paused() {
        Duration waited = paused;
        paused = Duration.ZERO;
        return waited;
    }
}
