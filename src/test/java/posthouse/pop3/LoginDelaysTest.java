package posthouse.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import posthouse.time.Clock;

class LoginDelaysTest {
    private long nanos;

    private final Clock clock =
            new Clock() {
                @Override
                public Instant now() {
                    return Instant.EPOCH;
                }

                @Override
                public long nanos() {
                    return nanos;
                }
            };

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
        nanos = Duration.ofSeconds(59).toNanos();
        assertThat(delays.admits(1)).isFalse();
        assertThat(delays.admits(2)).isTrue();
        nanos = Duration.ofSeconds(60).toNanos();
        assertThat(delays.admits(1)).isTrue();
        assertThat(delays.admits(2)).isFalse();
    }
}
