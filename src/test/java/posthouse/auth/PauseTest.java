package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import posthouse.time.Timers;

class PauseTest {
    @Test
    void endsWhenTheTimerRings() {
        var delays = new ArrayList<Duration>();
        var timers =
                new Timers() {
                    @Override
                    public Timer after(Duration delay, Runnable task) {
                        delays.add(delay);
                        task.run();
                        return () -> {};
                    }

                    @Override
                    public void close() {}
                };
        Pause.by(timers).take(Duration.ofSeconds(3));
        Pause.by(timers).take(Duration.ZERO);
        assertThat(delays).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void endsAtOnceWhenInterrupted() {
        var timers =
                new Timers() {
                    @Override
                    public Timer after(Duration delay, Runnable task) {
                        return () -> {};
                    }

                    @Override
                    public void close() {}
                };
        Thread.currentThread().interrupt();
        Pause.by(timers).take(Duration.ofSeconds(3));
        assertThat(Thread.interrupted()).isTrue();
    }
}
