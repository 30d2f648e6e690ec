package posthouse.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// Looks once a second whether a connection has passed a deadline. One for all connections: a
/// blocked channel knows no timeout, and a timer for each read would cost more than the read.
public final class Watchdog implements AutoCloseable {
    /// How late a deadline may be noticed.
    public static final Duration TICK = Duration.ofSeconds(1);

    private final Set<Deadline> watched = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final Timers timers;
    private final long origin;
    private volatile boolean closed;

    public Watchdog(Clock clock, Timers timers) {
        this.clock = clock;
        this.timers = timers;
        this.origin = clock.nanos();
        tickLater();
    }

    /// Nanoseconds since this watchdog began: never negative, never going back.
    long now() {
        return clock.nanos() - origin;
    }

    /// The moment `timeout` from now, as [#now] tells moments.
    long in(Duration timeout) {
        long now = now();
        try {
            return Math.addExact(now, timeout.toNanos());
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE; // centuries are for ever
        }
    }

    void watch(Deadline deadline) {
        watched.add(deadline);
    }

    void forget(Deadline deadline) {
        watched.remove(deadline);
    }

    /// Looks no more.
    @Override
    public void close() {
        closed = true;
    }

    private void tickLater() {
        var _ = timers.after(TICK, this::tick);
    }

    private void tick() {
        if (closed) {
            return;
        }
        tickLater();
        long now = now();
        watched.forEach(deadline -> deadline.check(now));
    }
}
