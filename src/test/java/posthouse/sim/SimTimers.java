package posthouse.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import posthouse.time.Timers;

/// Timers that run when the world says so, on its thread.
public final class SimTimers implements Timers {
    private record Waiting(long due, long order, Runnable task) {}

    private final SimClock clock;
    private final List<Waiting> waiting = new ArrayList<>();
    private long order;

    public SimTimers(SimClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        var one = new Waiting(clock.nanos() + Math.max(0, delay.toNanos()), order++, task);
        waiting.add(one);
        return () -> cancel(one);
    }

    private synchronized void cancel(Waiting one) {
        waiting.remove(one);
    }

    @Override
    public synchronized void close() {
        waiting.clear();
    }

    /// Jumps to the next timer and runs it.
    ///
    /// @return false if there is none
    public boolean runNext() {
        return runNext(Long.MAX_VALUE);
    }

    /// Lets time go by, running each timer at its moment.
    public void advance(Duration duration) {
        long end = clock.nanos() + duration.toNanos();
        while (runNext(end)) {
            // The one that ran may have set another.
        }
        clock.advance(Duration.ofNanos(end - clock.nanos()));
    }

    private boolean runNext(long until) {
        Optional<Waiting> next = takeNext(until);
        next.ifPresent(one -> {
            clock.advance(Duration.ofNanos(Math.max(0, one.due() - clock.nanos())));
            one.task().run();
        });
        return next.isPresent();
    }

    private synchronized Optional<Waiting> takeNext(long until) {
        var next =
                waiting.stream()
                        .filter(one -> one.due() <= until)
                        .min(
                                Comparator.comparingLong(Waiting::due)
                                        .thenComparingLong(Waiting::order));
        next.ifPresent(waiting::remove);
        return next;
    }
}
