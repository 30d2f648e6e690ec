package posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Optional<String> TOO_MANY_AT_ONCE =
            Optional.of("from one address (2 at once)");
    private static final Optional<String> TOO_MANY = Optional.of("from one network (3 a minute)");
    private static final Optional<String> WELCOME = Optional.empty();

    private final ManualTime time = new ManualTime();
    private final List<Network> trusted = List.of(Network.parse("198.51.100.0/25"));

    @Test
    void countsByAddress() {
        var admission = new Admission(time, new ConnectionLimits(100, 2, 0, trusted));
        assertThat(admission.enter(address("192.0.2.1"))).isEqualTo(WELCOME);
        assertThat(admission.enter(address("192.0.2.1"))).isEqualTo(WELCOME);
        assertThat(admission.enter(address("192.0.2.1"))).isEqualTo(TOO_MANY_AT_ONCE);
        assertThat(admission.enter(address("192.0.2.2"))).isEqualTo(WELCOME);
        admission.leave(address("192.0.2.1"));
        assertThat(admission.enter(address("192.0.2.1"))).isEqualTo(WELCOME);
        assertThat(
                        Stream.of("2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::")
                                .map(it -> admission.enter(address(it))))
                .containsExactly(WELCOME, WELCOME, TOO_MANY_AT_ONCE);
    }

    @Test
    void countsNewOnesOfANetworkInAMinute() {
        var admission = new Admission(time, new ConnectionLimits(100, 2, 3, trusted));
        for (String each : List.of("192.0.2.1", "192.0.2.77", "192.0.2.255")) {
            assertThat(admission.enter(address(each))).isEqualTo(WELCOME);
            admission.leave(address(each));
        }
        assertThat(admission.enter(address("192.0.2.1"))).isEqualTo(TOO_MANY);
        assertThat(admission.enter(address("192.0.3.1"))).isEqualTo(WELCOME);
        time.pass(Duration.ofSeconds(20));
        assertThat(admission.enter(address("192.0.2.1"))).isEqualTo(WELCOME);
        assertThat(admission.enter(address("192.0.2.1"))).isEqualTo(TOO_MANY);
    }

    @Test
    void countsNeitherLoopbackNorTrustedNetworks() {
        var admission = new Admission(time, new ConnectionLimits(100, 2, 3, trusted));
        for (String each : List.of("127.0.0.1", "::1", "198.51.100.7")) {
            for (int i = 0; i < 50; i++) {
                assertThat(admission.enter(address(each))).isEqualTo(WELCOME);
            }
            admission.leave(address(each));
        }
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }
}
