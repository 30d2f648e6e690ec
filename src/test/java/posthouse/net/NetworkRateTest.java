package posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkRateTest {
    private final ManualTime time = new ManualTime();

    @Test
    void givesAMinutesWorthAndThenAsTimePasses() {
        var rate = new NetworkRate(time, 60);
        assertThat(taken(rate, 100)).isEqualTo(60);
        time.pass(Duration.ofMillis(999));
        assertThat(taken(rate, 100)).isZero();
        time.pass(Duration.ofMillis(1));
        assertThat(taken(rate, 100)).isEqualTo(1);
        time.pass(Duration.ofSeconds(30));
        assertThat(taken(rate, 100)).isEqualTo(30);
        time.pass(Duration.ofDays(30));
        assertThat(taken(rate, 100)).isEqualTo(60);
    }

    @Test
    void losesNothingToClientsThatAskAllTheTime() {
        var rate = new NetworkRate(time, 7);
        int all = taken(rate, 10);
        for (int millis = 0; millis < 60_000; millis++) {
            time.pass(Duration.ofMillis(1));
            all += taken(rate, 1);
        }
        assertThat(all).isBetween(13, 14);
    }

    @Test
    void knowsNoLimit() {
        var rate = new NetworkRate(time, 0);
        assertThat(taken(rate, 10_000)).isEqualTo(10_000);
        assertThat(rate.networks()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.255, true",
        "192.0.2.1, 192.0.3.1, false",
        "192.0.2.1, ::ffff:192.0.2.9, true",
        "2001:db8:1:200::1, 2001:db8:1:2ff:9:9:9:9, true",
        "2001:db8:1:200::1, 2001:db8:1:300::1, false",
        "0.0.0.1, ::1, false",
        "0.0.0.1, ::, false",
    })
    void countsByNetwork(String one, String other, boolean same) {
        var rate = new NetworkRate(time, 1);
        assertThat(rate.take(InetAddress.ofLiteral(one))).isTrue();
        assertThat(rate.take(InetAddress.ofLiteral(other))).isEqualTo(!same);
    }

    @Test
    void forgetsTheNetworksThatAskedLeastLately() {
        var rate = new NetworkRate(time, 1);
        var first = InetAddress.ofLiteral("10.0.0.1");
        var second = InetAddress.ofLiteral("10.0.1.1");
        assertThat(rate.take(first)).isTrue();
        assertThat(rate.take(second)).isTrue();
        for (int i = 2; i < NetworkRate.NETWORKS_MAX; i++) {
            assertThat(rate.take(network(i))).isTrue();
        }
        assertThat(rate.take(first)).isFalse();
        assertThat(rate.take(network(NetworkRate.NETWORKS_MAX))).isTrue();
        assertThat(rate.networks()).isEqualTo(NetworkRate.NETWORKS_MAX);
        assertThat(rate.take(second)).as("forgotten").isTrue();
        assertThat(rate.take(first)).as("asked lately").isFalse();
    }

    private static InetAddress network(int number) {
        return InetAddress.ofLiteral("10." + number / 256 + "." + number % 256 + ".1");
    }

    private static int taken(NetworkRate rate, int times) {
        var address = InetAddress.ofLiteral("192.0.2.1");
        return (int) IntStream.range(0, times).filter(_ -> rate.take(address)).count();
    }
}
