package posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void readsSizes() {
        assertThat(ByteSize.parse("50MiB").bytes()).isEqualTo(50L * 1024 * 1024);
        assertThat(ByteSize.parse("10 GB").bytes()).isEqualTo(10_000_000_000L);
        assertThat(ByteSize.parse("7").bytes()).isEqualTo(7);
        assertThat(ByteSize.parse("2kB").bytes()).isEqualTo(2000);
        for (String wrong : new String[] {"", "MiB", "-1", "1.5GB", "10000000TiB", "5XB"}) {
            assertThatThrownBy(() -> ByteSize.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void writesSizesThatReadTheSame() {
        for (long bytes : new long[] {0, 1, 1023, 1024, 1536, 50L << 20, 10L << 30, 3L << 50}) {
            assertThat(ByteSize.parse(new ByteSize(bytes).toString()).bytes()).isEqualTo(bytes);
        }
        assertThat(new ByteSize(50 << 20)).hasToString("50MiB");
    }

    @Test
    void readsLengthsOfTime() {
        assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Durations.parse("30d")).isEqualTo(Duration.ofDays(30));
        assertThat(Durations.parse("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Durations.parse("0")).isZero();
        for (String wrong : new String[] {"", "5", "m", "1w", "-3s", "1.5h"}) {
            assertThatThrownBy(() -> Durations.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void writesLengthsOfTimeThatReadTheSame() {
        for (String text : new String[] {"1h30m", "30d", "250ms", "0", "5s", "1d1h1m1s1ms"}) {
            assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
        }
    }

    @Test
    void findsSlips() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    }
}
