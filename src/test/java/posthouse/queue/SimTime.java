package posthouse.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// Time that passes when a simulation says so, with a clock that may jump.
final class SimTime implements Clock, Timers {
    private record Waiting(long at, long number, Runnable task) {}

    private final TreeSet<Waiting> waiting =
            new TreeSet<>(Comparator.comparingLong(Waiting::at).thenComparingLong(Waiting::number));
    private Instant origin = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos;
    private long numbers;

    @Override
    public Instant now() {
        return origin.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    /// The clock is put forward, or with a negative duration back.
    void jump(Duration by) {
        origin = origin.plus(by);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var entry = new Waiting(nanos + delay.toNanos(), numbers++, task);
        waiting.add(entry);
        return () -> waiting.remove(entry);
    }

    /// The next timer rings, or the duration passes, whichever is sooner.
    ///
    /// @return whether a timer rang
    boolean pass(Duration most) {
        if (waiting.isEmpty() || waiting.first().at() > nanos + most.toNanos()) {
            nanos += most.toNanos();
            return false;
        }
        var first = waiting.removeFirst();
        nanos = Math.max(nanos, first.at());
        first.task().run();
        return true;
    }

    /// Nobody is called any more who was to be.
    @Override
    public void close() {
        waiting.clear();
    }
}
