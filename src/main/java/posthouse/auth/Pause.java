package posthouse.auth;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import posthouse.time.Timers;

/// How a session is made to wait. Real (parked until a timer rings) or simulated.
@FunctionalInterface
public interface Pause {
    /// Returns after about `delay`; earlier, with the flag set, if the thread is interrupted.
    void take(Duration delay);

    /// Pauses that end when these timers say so.
    static Pause by(Timers timers) {
        return delay -> {
            if (delay.isZero()) {
                return;
            }
            var over = new CountDownLatch(1);
            var timer = timers.after(delay, over::countDown);
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                timer.cancel();
            }
        };
    }
}
