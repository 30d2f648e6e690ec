package posthouse.pop3;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import posthouse.time.Clock;

/// Who has logged in so lately that they must wait (RFC 2449 §6.5). Any thread.
final class LoginDelays {
    private final Duration delay;
    private final Clock clock;

    /// When each account logged in last, in nanoseconds, the longest ago first. Guarded by this.
    private final Map<Long, Long> logins = new LinkedHashMap<>();

    LoginDelays(Duration delay, Clock clock) {
        this.delay = delay;
        this.clock = clock;
    }

    long seconds() {
        return delay.toSeconds();
    }

    /// Whether the account may log in now; if so, it has.
    synchronized boolean admits(long account) {
        if (delay.isZero()) {
            return true;
        }
        long now = clock.nanos();
        logins.values().removeIf(then -> now - then >= delay.toNanos());
        return logins.putIfAbsent(account, now) == null;
    }
}
