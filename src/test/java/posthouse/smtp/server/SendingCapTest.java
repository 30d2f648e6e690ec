package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import posthouse.time.Clock;

class SendingCapTest {
    private Instant now = Instant.parse("2026-11-24T23:59:59Z");

    private final SendingCap cap =
            new SendingCap(
                    new Clock() {
                        @Override
                        public Instant now() {
                            return now;
                        }

                        @Override
                        public long nanos() {
                            return 0;
                        }
                    },
                    2);

    @Test
    void countsForEachAccount() {
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
        assertThat(cap.take(2)).isTrue();
    }

    @Test
    void takesBackWhatWasNotUsed() {
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        cap.giveBack(1, 1);
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
    }

    @Test
    void beginsAnewEachDay() {
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        now = now.plusSeconds(1);
        cap.giveBack(1, 5);
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isTrue();
        assertThat(cap.take(1)).isFalse();
    }
}
