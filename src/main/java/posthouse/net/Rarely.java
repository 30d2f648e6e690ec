package posthouse.net;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import posthouse.time.Clock;

/// Says yes at once, and then not again for a while.
final class Rarely {
    private final Clock clock;
    private final long pause;
    private final AtomicLong next;

    Rarely(Clock clock, Duration pause) {
        this.clock = clock;
        this.pause = pause.toNanos();
        this.next = new AtomicLong(clock.nanos());
    }

    boolean isTime() {
        long due = next.get();
        long now = clock.nanos();
        return now - due >= 0 && next.compareAndSet(due, now + pause);
    }
}
