package posthouse.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthouse.dns.Resolver.Exchange;

final class DnsResolverTest {
    private static final String ZONE =
            """
            example.test. 60 IN SOA ns.example.test. me.example.test. 1 60 60 60 60
            example.test. 60 IN MX 20 Backup.example.test.
            example.test. 60 IN MX 10 mail.example.test.
            example.test. 60 IN TXT "one " "text"
            mail.example.test. 60 IN A 192.0.2.1
            mail.example.test. 60 IN AAAA 2001:db8::1
            backup.example.test. 60 IN A 192.0.2.2
            none.example.test. 60 IN MX 0 .
            alias.example.test. 60 IN CNAME example.test.
            a.example.test. 60 IN CNAME b.example.test.
            b.example.test. 60 IN CNAME a.example.test.
            """;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ZoneServer server;
    private DnsResolver resolver;

    @BeforeEach
    void start() throws IOException {
        server = ZoneServer.start(InetAddress.getLoopbackAddress(), ZONE);
        resolver = DnsResolver.of(List.of(server.address()), Duration.ofSeconds(5), threads);
    }

    @AfterEach
    void stop() {
        server.close();
        threads.close();
    }

    @Test
    void exchangesComeInTheirOrder() throws DnsFailure {
        assertThat(resolver.exchanges("example.test").records())
                .containsExactly(
                        new Exchange(10, "mail.example.test"),
                        new Exchange(20, "backup.example.test"));
    }

    @Test
    void aNullMxHasNoHost() throws DnsFailure {
        assertThat(resolver.exchanges("none.example.test").records())
                .containsExactly(new Exchange(0, ""));
    }

    @Test
    void anAliasIsFollowed() throws DnsFailure {
        assertThat(resolver.exchanges("alias.example.test").records()).hasSize(2);
    }

    @Test
    void bothFamiliesAreFound() throws Exception {
        assertThat(resolver.addresses("mail.example.test").records())
                .containsExactlyInAnyOrder(
                        InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1"));
        assertThat(resolver.addresses("backup.example.test").records()).hasSize(1);
    }

    @Test
    void aTextIsPutTogether() throws DnsFailure {
        assertThat(resolver.texts("example.test").records()).containsExactly("one text");
    }

    @Test
    void whatDoesNotExistIsTold() throws DnsFailure {
        assertThat(resolver.exchanges("nowhere.example.test").exists()).isFalse();
        assertThat(resolver.addresses("nowhere.example.test").exists()).isFalse();
        var noMx = resolver.exchanges("mail.example.test");
        assertThat(noMx.exists()).isTrue();
        assertThat(noMx.records()).isEmpty();
    }

    @Test
    void aNameThatDnsCannotHaveDoesNotExist() throws DnsFailure {
        assertThat(resolver.exchanges("x".repeat(64) + ".test").exists()).isFalse();
    }

    @Test
    void tooManyRecordsAreCut() {
        assertThat(DnsResolver.first(Collections.nCopies(10_000, "x")))
                .hasSize(DnsResolver.RECORDS_MAX);
    }

    @Test
    void aliasesInCirclesAreAFailure() {
        assertThatThrownBy(() -> resolver.exchanges("a.example.test"))
                .isInstanceOf(DnsFailure.class)
                .hasMessageContaining("MX of a.example.test");
    }

    @Test
    void whoDoesNotAnswerIsAFailure() throws Exception {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var asking =
                    DnsResolver.of(
                            List.of((InetSocketAddress) silent.getLocalSocketAddress()),
                            Duration.ofMillis(300),
                            threads);
            assertThatThrownBy(() -> asking.addresses("mail.example.test"))
                    .isInstanceOf(DnsFailure.class)
                    .hasMessageContaining("no name server answered");
        }
    }

    @Test
    void aServerThatStopsStillLooksUp() throws Exception {
        String exchanges = "[Exchange[preference=10, host=mail.example.test], ";
        assertThat(ended("")).hasSize(1).first().asString().startsWith(exchanges);
        assertThat(ended("twice")).hasSize(2).last().asString().startsWith(exchanges);
    }

    /// What [LastLookup] prints, errors included.
    private List<String> ended(String twice) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LastLookup.class.getName(),
                                String.valueOf(server.address().getPort())));
        if (!twice.isEmpty()) {
            command.add(twice);
        }
        var program = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = program.inputReader()) {
            return output.lines().toList();
        }
    }
}
