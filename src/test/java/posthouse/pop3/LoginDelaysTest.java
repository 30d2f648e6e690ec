package posthouse.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginDelaysTest {
    private final StandingClock clock = new StandingClock();

    @Test
    void letsNobodyWaitByDefault() {
        var delays = new LoginDelays(Duration.ZERO, clock);
        assertThat(delays.admits(1)).isTrue();
        assertThat(delays.admits(1)).isTrue();
    }

    @Test
    void letsAnAccountWaitUntilTheDelayIsOver() {
        var delays = new LoginDelays(Duration.ofSeconds(60), clock);
        assertThat(delays.seconds()).isEqualTo(60);
        assertThat(delays.admits(1)).isTrue();
        clock.forward(Duration.ofSeconds(59));
        assertThat(delays.admits(1)).isFalse();
        assertThat(delays.admits(2)).isTrue();
        clock.forward(Duration.ofSeconds(1));
        assertThat(delays.admits(1)).isTrue();
        assertThat(delays.admits(2)).isFalse();
    }
}
