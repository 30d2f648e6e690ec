package posthouse.net;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// Time that passes when a test says so. Timers run on the thread that says it.
public final class ManualTime implements Clock, Timers {
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::at));
    private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos;

    private record Waiting(long at, Runnable task) {}

    @Override
    public synchronized Instant now() {
        return start.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        var entry = new Waiting(nanos + delay.toNanos(), task);
        waiting.add(entry);
        return () -> cancel(entry);
    }

    /// Lets time pass, with all that falls due in it.
    public void pass(Duration duration) {
        long end = nanos() + duration.toNanos();
        for (var task = next(end); task.isPresent(); task = next(end)) {
            task.get().run();
        }
    }

    @Override
    public synchronized void close() {
        waiting.clear();
    }

    private synchronized Optional<Runnable> next(long end) {
        var first = waiting.peek();
        if (first == null || first.at() > end) {
            nanos = end;
            return Optional.empty();
        }
        waiting.remove();
        nanos = Math.max(nanos, first.at());
        return Optional.of(first.task());
    }

    private synchronized void cancel(Waiting entry) {
        waiting.remove(entry);
    }
}
