package posthouse.net;

import java.util.concurrent.atomic.AtomicLong;

/// A moment until which something must have happened, looked at by the [Watchdog]. Once passed, it
/// stays passed.
final class Deadline {
    private static final long NONE = Long.MAX_VALUE;
    private static final long PASSED = -1;

    private final AtomicLong moment = new AtomicLong(NONE);
    private final Runnable whenPassed;

    /// @param whenPassed run once, on the watchdog's thread; must be short
    Deadline(Runnable whenPassed) {
        this.whenPassed = whenPassed;
    }

    /// @param at a moment ≥ 0 as [Watchdog#now] tells it
    void set(long at) {
        replace(at);
    }

    void clear() {
        replace(NONE);
    }

    boolean isPassed() {
        return moment.get() == PASSED;
    }

    void check(long now) {
        long at = moment.get();
        if (at != PASSED && at < now && moment.compareAndSet(at, PASSED)) {
            whenPassed.run();
        }
    }

    private void replace(long at) {
        long seen = moment.get();
        while (seen != PASSED && !moment.compareAndSet(seen, at)) {
            seen = moment.get();
        }
    }
}
