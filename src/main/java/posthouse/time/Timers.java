package posthouse.time;

import java.time.Duration;

/// Calls back later. Real (one thread) or simulated (time jumps to the next one).
public interface Timers extends AutoCloseable {
    /// Runs `task` once, about `delay` from now, unless cancelled before. The task must be short:
    /// it holds up the others. What it throws is logged.
    Timer after(Duration delay, Runnable task);

    /// Runs nothing any more.
    @Override
    void close();

    /// Something that will be run.
    interface Timer {
        /// It is not run any more, unless it runs already. May be called again.
        void cancel();
    }
}
