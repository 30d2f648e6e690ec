package posthouse.net;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// All connections of all listeners of a running server, and what they share: the watchdog, buffers
/// and limits.
public final class Connections implements AutoCloseable {
    /// A flood of clients must not become a flood of log lines.
    private static final Duration REFUSALS_LOGGED_EVERY = Duration.ofSeconds(10);

    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch allGone = new CountDownLatch(1);
    private final Clock clock;
    private final Timers timers;
    private final Watchdog watchdog;
    private final BufferPool pool = new BufferPool();
    private final Admission admission;
    private final Rarely refusals;

    /// A connection that is there now.
    public record Live(Connection connection, String protocol, Instant since) {}

    public Connections(Clock clock, Timers timers, ConnectionLimits limits) {
        this.clock = clock;
        this.timers = timers;
        watchdog = new Watchdog(clock, timers);
        admission = new Admission(clock, limits);
        refusals = new Rarely(clock, REFUSALS_LOGGED_EVERY);
    }

    /// Those that are there now, oldest first.
    public List<Live> live() {
        return live.values().stream().sorted(java.util.Comparator.comparing(Live::since)).toList();
    }

    /// Ends a connection at once.
    ///
    /// @return whether there was one of this name
    public boolean close(String id) {
        var found = Optional.ofNullable(live.get(id));
        found.ifPresent(it -> it.connection().close());
        return found.isPresent();
    }

    /// Ends all connections: sessions get [ShuttingDown] where they wait for a command; those that
    /// are not over when the grace has passed are closed. Listeners must have been closed before.
    public void shutDown(Duration grace) throws InterruptedException {
        stopping.set(true);
        live.values().forEach(it -> it.connection().shutDown());
        noticeIfAllGone();
        var timer = timers.after(grace, allGone::countDown);
        allGone.await();
        timer.cancel();
        live.values().forEach(it -> it.connection().close());
    }

    /// Closes what is still there and watches no more.
    @Override
    public void close() {
        stopping.set(true);
        live.values().forEach(it -> it.connection().close());
        watchdog.close();
    }

    Watchdog watchdog() {
        return watchdog;
    }

    BufferPool pool() {
        return pool;
    }

    Admission admission() {
        return admission;
    }

    Rarely refusals() {
        return refusals;
    }

    Timers timers() {
        return timers;
    }

    String nextId() {
        return Long.toString(ids.incrementAndGet(), Character.MAX_RADIX);
    }

    void add(Connection connection, String protocol) {
        live.put(connection.id(), new Live(connection, protocol, clock.now()));
        if (stopping.get()) {
            connection.shutDown();
        }
    }

    void remove(Connection connection) {
        live.remove(connection.id());
        noticeIfAllGone();
    }

    private void noticeIfAllGone() {
        if (stopping.get() && live.isEmpty()) {
            allGone.countDown();
        }
    }
}
