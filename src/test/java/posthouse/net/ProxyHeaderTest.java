package posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

class ProxyHeaderTest {
    private static final String SIGNATURE = "\\x0d\\x0a\\x0d\\x0a\\x00\\x0d\\x0aQUIT\\x0a";
    private static final String IPV4_ADDRESSES =
            "\\xc0\\x00\\x02\\x07\\xc0\\x00\\x02\\x01\\x0f\\xa0\\x00\\x8f";
    private static final String FIRST = "\\x20\\x01\\x0d\\xb8" + "\\x00".repeat(11) + "\\x07";

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.7 192.0.2.1 4000 143, 192.0.2.7",
        "PROXY TCP4 255.255.255.255 0.0.0.0 65535 0, 255.255.255.255",
        "PROXY TCP6 2001:db8::7 2001:db8::1 4000 143, 2001:db8::7",
        "PROXY UNKNOWN, 0.0.0.0",
        "PROXY UNKNOWN ffff::1 ffff::2 1 2, 0.0.0.0",
    })
    void readsTheLineOfVersion1(String line, String address) throws Exception {
        assertThat(read(line)).contains(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 192.0.2.1 4000",
                "PROXY TCP4 192.0.2.7 192.0.2.1 4000 65536",
                "PROXY TCP4 192.0.2.7 192.0.2.1 4000 0143",
                "PROXY TCP4 192.0.2.7 192.0.2.1 4000 143 ",
                "PROXY TCP4  192.0.2.7 192.0.2.1 4000 143",
                "PROXY TCP4 192.0.2 192.0.2.1 4000 143",
                "PROXY TCP4 2001:db8::7 192.0.2.1 4000 143",
                "PROXY TCP4 localhost 192.0.2.1 4000 143",
                "PROXY TCP4 192.0.2.300 192.0.2.1 4000 143",
                "PROXY TCP6 192.0.2.7 192.0.2.1 4000 143",
                "PROXY TCP6 ::: 2001:db8::1 4000 143",
                "PROXY UDP4 192.0.2.7 192.0.2.1 4000 143",
                "PROXY TCP4 192.0.2.7 192.0.2.1 4000 143\\x0a\\",
                "proxy TCP4 192.0.2.7 192.0.2.1 4000 143",
                "PROXY \\x0d\\x0a\\",
                "a1 LOGIN ann secret",
                "short\\",
                "",
            })
    void refusesWhatIsNoHeader(String line) {
        assertThatThrownBy(() -> read(line)).isInstanceOf(BadProxyHeader.class);
    }

    @Test
    void refusesALineWithoutEnd() throws Exception {
        assertThat(read("PROXY UNKNOWN " + "x".repeat(107 - 16))).isPresent();
        assertThatThrownBy(() -> read("PROXY UNKNOWN " + "x".repeat(107 - 15)))
                .isInstanceOf(BadProxyHeader.class);
    }

    @Test
    void readsTheHeaderOfVersion2() throws Exception {
        assertThat(read(SIGNATURE + "\\x21\\x11\\x00\\x0c" + IPV4_ADDRESSES))
                .contains(InetAddress.ofLiteral("192.0.2.7"));
        assertThat(
                        read(
                                SIGNATURE
                                        + "\\x21\\x21\\x00\\x24"
                                        + FIRST
                                        + FIRST
                                        + "\\x00\\x01\\x00\\x02"))
                .contains(InetAddress.ofLiteral("2001:db8::7"));
        assertThat(read(SIGNATURE + "\\x21\\x11\\x00\\x10" + IPV4_ADDRESSES + "\\x04\\x00\\x01x"))
                .as("with an extension")
                .contains(InetAddress.ofLiteral("192.0.2.7"));
    }

    @Test
    void keepsTheProxysOwnAddressWhenItSpeaksForItself() throws Exception {
        assertThat(read(SIGNATURE + "\\x20\\x00\\x00\\x00")).isEmpty();
        assertThat(read(SIGNATURE + "\\x20\\x11\\x00\\x0c" + IPV4_ADDRESSES)).isEmpty();
    }

    @Test
    void aClientOfUnknownFamilyIsNobody() throws Exception {
        assertThat(read(SIGNATURE + "\\x21\\x00\\x00\\x00")).contains(ProxyHeader.UNKNOWN);
        assertThat(read(SIGNATURE + "\\x21\\x31\\x00\\x04abcd")).contains(ProxyHeader.UNKNOWN);
        assertThat(new Peer("1", Optional.of(ProxyHeader.UNKNOWN), Optional.empty()).isLocal())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\x11\\x11\\x00\\x0c",
                "\\x22\\x11\\x00\\x0c",
                "\\x21\\x11\\x00\\x04",
                "\\x21\\x21\\x00\\x0c",
                "\\x21\\x11\\xff\\xff",
                "\\x21\\x11\\x00\\x20",
            })
    void refusesABrokenHeaderOfVersion2(String fixed) {
        assertThatThrownBy(() -> read(SIGNATURE + fixed + IPV4_ADDRESSES))
                .isInstanceOf(BadProxyHeader.class);
    }

    @Test
    void takesNotOneOctetOfWhatFollows() throws Exception {
        for (String header :
                new String[] {
                    "PROXY TCP4 192.0.2.7 192.0.2.1 4000 143",
                    SIGNATURE + "\\x21\\x11\\x00\\x0c" + IPV4_ADDRESSES + "\\"
                }) {
            var transport = new Monologue(header, "a1 NOOP");
            ProxyHeader.read(transport);
            var rest = ByteBuffer.allocate(100);
            int count = transport.read(rest);
            assertThat(Bytes.copyOf(rest.array(), 0, count)).isEqualTo(Bytes.latin1("a1 NOOP\r\n"));
        }
    }

    @Test
    void noOctetsGetAnythingElse() {
        var good =
                List.of(
                        Notation.octets("PROXY TCP4 192.0.2.7 192.0.2.1 4000 143"),
                        Notation.octets("PROXY TCP6 2001:db8::7 2001:db8::1 4000 143"),
                        Notation.octets(SIGNATURE + "\\x21\\x11\\x00\\x0c" + IPV4_ADDRESSES));
        Seeds.each(
                20_000,
                random -> {
                    byte[] octets = good.get(random.nextInt(good.size())).toArray();
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                    }
                    try {
                        var _ = ProxyHeader.read(new Monologue(Bytes.wrap(octets)));
                    } catch (BadProxyHeader _) {
                        return; // as it should be
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, 11.0.0.1",
        "192.0.2.128/25, 192.0.2.255, 192.0.2.127",
        "192.0.2.1, 192.0.2.1, 192.0.2.2",
        "0.0.0.0/0, 1.2.3.4, ::1",
        "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
        "::/0, 2001:db8::1, 192.0.2.1",
    })
    void networksContainWhatBeginsAlike(String network, String inside, String outside) {
        assertThat(Network.parse(network).contains(InetAddress.ofLiteral(inside))).isTrue();
        assertThat(Network.parse(network).contains(InetAddress.ofLiteral(outside))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "localhost", "10.0.0.0/x", "::/129"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /// @param octets in the notation of transcripts
    private static Optional<InetAddress> read(String octets) throws Exception {
        return ProxyHeader.read(new Monologue(octets)).source();
    }
}
