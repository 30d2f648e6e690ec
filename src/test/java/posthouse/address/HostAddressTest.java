package posthouse.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::, ::",
        "::1, ::1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8::, 2001:db8::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "fe80::1:2, fe80::1:2",
        "::ffff:192.0.2.1, 192.0.2.1",
    })
    void hasOneForm(String written, String shown) {
        var address = InetAddress.ofLiteral(written);
        assertThat(HostAddress.text(address)).isEqualTo(shown);
        assertThat(InetAddress.ofLiteral(shown)).isEqualTo(address);
        assertThat(HostAddress.ofLiteral(HostAddress.literal(address))).contains(address);
    }

    @Test
    void namesTheKindInLiterals() {
        assertThat(HostAddress.literal(InetAddress.ofLiteral("192.0.2.1")))
                .isEqualTo("[192.0.2.1]");
        assertThat(HostAddress.literal(InetAddress.ofLiteral("2001:db8::1")))
                .isEqualTo("[IPv6:2001:db8::1]");
        assertThat(HostAddress.ofLiteral("[ipv6:2001:db8::1]"))
                .contains(InetAddress.ofLiteral("2001:db8::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "]",
                "[]",
                "192.0.2.1",
                "[::1]",
                "[IPv6:]",
                "[IPv6:192.0.2.1]",
                "[IPv6:::zz]",
                "[IPv6:1:2]",
                "[IPv6:fe80::1%1]",
                "[IPv4:192.0.2.1]",
                "[192.0.2]",
                "[3221225985]",
                "[192.0.2.256]",
                "[0x7f.0.0.1]",
                "[1:2]",
            })
    void refusesWhatIsNoLiteral(String text) {
        assertThat(HostAddress.ofLiteral(text)).isEmpty();
    }
}
