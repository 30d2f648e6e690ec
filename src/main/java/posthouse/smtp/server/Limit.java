package posthouse.smtp.server;

import java.time.Duration;
import posthouse.time.Clock;

/// What a client may take of us for one message, also one that is refused already and only read to
/// its end: octets and time.
final class Limit {
    /// Who sends so slowly that this passes is holding a connection and nothing else: 50 MiB take
    /// as long at 58 kbit/s.
    static final Duration MESSAGE_TIME_MAX = Duration.ofHours(2);

    /// A message is read to its end up to this many times the size allowed.
    static final int OVERSIZE_FACTOR = 4;

    private final Clock clock;
    private final long end;
    private long octets;

    Limit(Clock clock, long messageOctetsMax) {
        this.clock = clock;
        octets = messageOctetsMax * OVERSIZE_FACTOR;
        end = clock.nanos() + MESSAGE_TIME_MAX.toNanos();
    }

    /// @throws Farewell when it is too much
    void passed(long count) throws Farewell {
        octets -= count;
        if (octets < 0) {
            throw new Farewell(Replies.TOO_LARGE);
        }
        if (clock.nanos() - end > 0) {
            throw new Farewell(Replies.TOO_SLOW);
        }
    }
}
