package posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final ManualTime time = new ManualTime();
    private final Watchdog watchdog = new Watchdog(time, time);
    private final AtomicInteger barks = new AtomicInteger();
    private final Deadline deadline = new Deadline(barks::incrementAndGet);

    @Test
    void barksOnceAndWithinATickOfTheDeadline() {
        watchdog.watch(deadline);
        deadline.set(watchdog.in(Duration.ofMinutes(5)));
        time.pass(Duration.ofMinutes(5));
        assertThat(barks).hasValue(0);
        time.pass(Watchdog.TICK);
        assertThat(barks).hasValue(1);
        assertThat(deadline.isPassed()).isTrue();
        time.pass(Duration.ofHours(1));
        assertThat(barks).hasValue(1);
    }

    @Test
    void aDeadlineThatIsClearedOrMovedIsNotPassed() {
        watchdog.watch(deadline);
        deadline.set(watchdog.in(Duration.ofMinutes(5)));
        time.pass(Duration.ofMinutes(4));
        deadline.set(watchdog.in(Duration.ofMinutes(5)));
        time.pass(Duration.ofMinutes(4));
        deadline.clear();
        time.pass(Duration.ofDays(1));
        assertThat(barks).hasValue(0);
    }

    @Test
    void whatIsPassedStaysPassed() {
        watchdog.watch(deadline);
        deadline.set(watchdog.in(Duration.ZERO));
        time.pass(Duration.ofSeconds(2));
        deadline.set(watchdog.in(Duration.ofMinutes(5)));
        deadline.clear();
        assertThat(deadline.isPassed()).isTrue();
    }

    @Test
    void forgets() {
        watchdog.watch(deadline);
        deadline.set(watchdog.in(Duration.ofMinutes(5)));
        watchdog.forget(deadline);
        time.pass(Duration.ofDays(1));
        assertThat(barks).hasValue(0);
    }

    @Test
    void knowsForEver() {
        watchdog.watch(deadline);
        deadline.set(watchdog.in(Duration.ofSeconds(Long.MAX_VALUE / 1_000_000_000)));
        time.pass(Duration.ofDays(1));
        assertThat(barks).hasValue(0);
    }

    @Test
    void looksNoMoreOnceClosed() {
        watchdog.watch(deadline);
        deadline.set(watchdog.in(Duration.ofMinutes(5)));
        watchdog.close();
        time.pass(Duration.ofDays(1));
        assertThat(barks).hasValue(0);
    }
}
