package posthouse.net;

import java.time.Duration;
import posthouse.time.Timers;

/// Timers that never call.
final class NoTimers implements Timers {
    @Override
    public Timer after(Duration delay, Runnable task) {
        return () -> {};
    }

    @Override
    public void close() {}
}
