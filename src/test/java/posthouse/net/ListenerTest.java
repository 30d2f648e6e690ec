package posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posthouse.net.ServerForTests.IPV4;
import static posthouse.net.ServerForTests.IPV6;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import posthouse.bytes.Bytes;
import posthouse.tls.TlsEngine;

@Timeout(60)
class ListenerTest {
    static Stream<Arguments> waysToListen() {
        return Stream.of(TlsEngine.values())
                .flatMap(engine ->
                        Stream.of(IPV4, IPV6)
                                .flatMap(address ->
                                        Stream.of(Security.values())
                                                .map(security ->
                                                        Arguments.of(engine, address, security))));
    }

    @ParameterizedTest
    @MethodSource("waysToListen")
    void servesClients(TlsEngine engine, InetAddress address, Security security) throws Exception {
        try (var server = new ServerForTests(engine, ConnectionLimits.STANDARD);
                var client =
                        new Client(
                                address,
                                server.listen(address, security, ListenerTest::echo).port())) {
            if (security == Security.TLS) {
                client.startTls("mail.example");
            }
            assertThat(client.hear()).isEqualTo("hello " + address.getHostAddress());
            if (security == Security.STARTTLS) {
                assertThat(client.say("STARTTLS\r\n").hear()).isEqualTo("go ahead");
                client.startTls("mail.example");
            }
            assertThat(client.say("secured?\r\n").hear())
                    .isEqualTo(security == Security.NONE ? "plain" : "TLSv1.3");
            for (int i = 0; i < 20; i++) {
                assertThat(client.say("line " + i + "\r\n").hear()).isEqualTo("line " + i);
            }
            String big = "x".repeat(300_000);
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> sayAll(client, big));
            assertThat(client.hear()).isEqualTo(big);
            writer.get();
            assertThat(client.say("bye\r\n").hear()).isEqualTo("bye");
            assertThat(client.hear()).isEqualTo("<end>");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsFromAClientThatSendsOctetByOctet(TlsEngine engine) throws Exception {
        try (var server = new ServerForTests(engine, ConnectionLimits.STANDARD);
                var client =
                        new Client(
                                IPV4,
                                server.listen(IPV4, Security.TLS, ListenerTest::echo).port())) {
            client.startTls("mail.example");
            client.hear();
            for (char c : "slowly\r\n".toCharArray()) {
                client.say(String.valueOf(c));
            }
            assertThat(client.hear()).isEqualTo("slowly");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesOctetsBehindStartTls(TlsEngine engine) throws Exception {
        try (var server = new ServerForTests(engine, ConnectionLimits.STANDARD);
                var client =
                        new Client(
                                IPV4,
                                server.listen(IPV4, Security.STARTTLS, ListenerTest::echo)
                                        .port())) {
            client.hear();
            client.say("STARTTLS\r\ninjected\r\n");
            assertThat(client.hear()).isEqualTo("go ahead");
            assertThatEnds(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void survivesRubbishInsteadOfAHandshake(TlsEngine engine) throws Exception {
        try (var server = new ServerForTests(engine, ConnectionLimits.STANDARD)) {
            int port = server.listen(IPV4, Security.TLS, ListenerTest::echo).port();
            for (String rubbish :
                    List.of(
                            "GET / HTTP/1.0\r\n\r\n",
                            "\u0016\u0003\u0001",
                            "",
                            "x".repeat(40_000))) {
                try (var client = new Client(IPV4, port)) {
                    client.say(rubbish);
                    client.endOutput();
                    assertThatEnds(client);
                }
            }
            try (var client = new Client(IPV4, port)) {
                assertThat(client.startTls("mail.example").hear()).startsWith("hello");
            }
        }
    }

    @Test
    void aClientThatStaysSilentInAHandshakeIsClosed() throws Exception {
        try (var server = new ServerForTests();
                var client =
                        new Client(
                                IPV4,
                                server.listen(IPV4, Security.TLS, ListenerTest::echo).port())) {
            waitUntil(() -> !server.connections.live().isEmpty());
            passUntilGone(server, Connection.HANDSHAKE_TIMEOUT);
            assertThatEnds(client);
        }
    }

    @Test
    void aSilentClientGetsALastWord() throws Exception {
        try (var server = new ServerForTests()) {
            var timedOut = new CountDownLatch(1);
            try (var client =
                    server.plain(connection -> {
                        connection.readTimeout(Duration.ofMinutes(3));
                        try {
                            connection.readLine(80);
                        } catch (TimedOut _) {
                            timedOut.countDown();
                            connection.write("too slow\r\n");
                        } catch (LineTooLong impossible) {
                            throw new AssertionError(impossible);
                        }
                    })) {
                client.say("half a com");
                passUntil(server, timedOut, Duration.ofMinutes(1));
                assertThat(client.hear()).isEqualTo("too slow");
                assertThat(client.hear()).isEqualTo("<end>");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "TLS"})
    void aClientThatNeverReadsIsClosed(Security security) throws Exception {
        try (var server = new ServerForTests()) {
            var failed = new CompletableFuture<String>();
            var listener =
                    server.listen(
                            IPV4,
                            security,
                            connection -> {
                                connection.write("hello\r\n");
                                connection.flush();
                                try {
                                    for (int i = 0; i < 2_000; i++) {
                                        connection.write("x".repeat(100_000));
                                    }
                                } catch (IOException failure) {
                                    failed.complete(failure.getMessage());
                                    throw failure;
                                }
                            });
            try (var client = new Client(IPV4, listener.port())) {
                if (security == Security.TLS) {
                    client.startTls("mail.example");
                }
                assertThat(client.hear()).isEqualTo("hello");
                waitUntil(() -> {
                    server.time.pass(Duration.ofMinutes(1));
                    return failed.isDone();
                });
                assertThat(failed.get()).contains("took nothing for PT5M");
            }
        }
    }

    @Test
    void aClientThatBreaksOffEndsItsSession() throws Exception {
        try (var server = new ServerForTests();
                var client = server.plain(ListenerTest::echo)) {
            client.hear();
            client.reset();
            passUntilGone(server, Duration.ofSeconds(1));
        }
    }

    @Test
    void acceptedSocketsNoticeAVanishedPeerInTimeAndAnswerAtOnce() throws Exception {
        try (var listening = ServerSocketChannel.open().bind(new InetSocketAddress(IPV4, 0));
                var client = SocketChannel.open(listening.getLocalAddress());
                var accepted = listening.accept()) {
            assertThat(client.isConnected()).isTrue();
            ServerSockets.prepare(accepted, Duration.ofSeconds(60));
            assertThat(accepted.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
            assertThat(accepted.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            int seconds =
                    accepted.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)
                            + accepted.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)
                                    * accepted.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT);
            assertThat(seconds).isBetween(50, 60);
        }
    }

    @Test
    void refusesPolitelyWhenThereAreTooManyConnections() throws Exception {
        try (var server =
                new ServerForTests(TlsEngine.best(), new ConnectionLimits(2, 1, 600, List.of()))) {
            int port = server.listen(IPV4, Security.NONE, ListenerTest::echo).port();
            try (var one = new Client(IPV4, port);
                    var two = new Client(IPV4, port)) {
                assertThat(one.hear()).startsWith("hello");
                assertThat(two.hear()).startsWith("hello");
                try (var three = new Client(IPV4, port)) {
                    assertThat(three.hear()).isEqualTo("421 too many connections, try again later");
                    assertThat(three.hear()).isEqualTo("<end>");
                }
                two.say("bye\r\n");
                assertThat(two.hear()).isEqualTo("bye");
                two.endOutput();
                waitUntil(() -> server.connections.live().size() == 1);
            }
        }
    }

    @Test
    void knowsWhoSpeaksUnasked() throws Exception {
        try (var server = new ServerForTests();
                var client = server.plain(ListenerTest::waitsForAWord)) {
            assertThat(client.hear()).isEqualTo("silent");
            client.say("EHLO x\r\n");
            assertThat(client.hear()).isEqualTo("EHLO x");
        }
    }

    private static void waitsForAWord(Connection connection) throws IOException {
        connection.write(connection.hasSpoken() ? "speaks" : "silent");
        connection.write("\r\n");
        connection.flush();
        while (!connection.hasSpoken()) {
            Thread.onSpinWait();
        }
        connection.write(connection.peek());
    }

    @Test
    void saysWhichAddressIsInUse() throws Exception {
        try (var server = new ServerForTests()) {
            int port = server.listen(IPV4, Security.NONE, ListenerTest::echo).port();
            assertThatThrownBy(() ->
                            server.listen(
                                    new InetSocketAddress(IPV4, port),
                                    Security.NONE,
                                    ListenerTest::echo,
                                    it -> it))
                    .isInstanceOf(CannotListen.class)
                    .hasMessage(
                            "cannot listen on 127.0.0.1:%d: the address is in use by another program"
                                    .formatted(port));
        }
    }

    @Test
    void listensOnAUnixSocketAndTakesOverAStaleOne(@TempDir Path folder) throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("lmtp"));
        ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX).bind(address).close();
        try (var server = new ServerForTests()) {
            server.listen(address, Security.NONE, ListenerTest::echo, it -> it);
            try (var channel = SocketChannel.open(address)) {
                var buffer = java.nio.ByteBuffer.allocate(100);
                channel.read(buffer);
                assertThat(Bytes.copyOf(buffer.array(), 0, buffer.position()).latin1())
                        .isEqualTo("hello local\r\n");
            }
            assertThatThrownBy(() ->
                            server.listen(address, Security.NONE, ListenerTest::echo, it -> it))
                    .hasMessageContaining("in use");
        }
        assertThat(Files.exists(address.getPath())).isFalse();
    }

    @Test
    void aSessionThatWaitsForACommandHearsOfTheShutdown() throws Exception {
        try (var server = new ServerForTests()) {
            CompletableFuture<Void> shutDown;
            try (var client = server.plain(ListenerTest::echo)) {
                assertThat(client.hear()).startsWith("hello");
                assertThat(client.say("one\r\n").hear()).isEqualTo("one");
                shutDown = shutDown(server);
                assertThat(client.hear()).isEqualTo("shutting down");
                assertThat(client.hear()).isEqualTo("<end>");
            }
            shutDown.get();
        }
    }

    @Test
    void aSessionThatDoesNotEndIsClosedAfterTheGrace() throws Exception {
        try (var server = new ServerForTests()) {
            var ended = new CountDownLatch(1);
            try (var client =
                    server.plain(connection -> {
                        connection.write("go on\r\n");
                        connection.flush();
                        try {
                            connection.skip(1_000_000);
                        } finally {
                            ended.countDown();
                        }
                    })) {
                client.hear();
                var shutDown = shutDown(server);
                passUntil(server, ended, Duration.ofSeconds(1));
                shutDown.get();
                assertThatEnds(client);
            }
        }
    }

    @Test
    void anErrorOfOursClosesTheConnectionOnly() throws Exception {
        try (var server = new ServerForTests()) {
            int port =
                    server.listen(
                                    IPV4,
                                    Security.NONE,
                                    connection -> {
                                        throw new IllegalStateException("planted by a test");
                                    })
                            .port();
            for (int i = 0; i < 3; i++) {
                try (var client = new Client(IPV4, port)) {
                    assertThatEnds(client);
                }
            }
        }
    }

    @Test
    void closesOneConnectionByItsName() throws Exception {
        try (var server = new ServerForTests();
                var client = server.plain(ListenerTest::echo)) {
            client.hear();
            var live = server.connections.live();
            assertThat(live).hasSize(1);
            assertThat(server.connections.close(live.getFirst().connection().id())).isTrue();
            assertThat(server.connections.close("nobody")).isFalse();
            assertThatEnds(client);
        }
    }

    @Test
    void takesTheClientsAddressFromAListedProxyOnly() throws Exception {
        try (var server = new ServerForTests()) {
            var proxied =
                    server.listen(
                            new InetSocketAddress(IPV4, 0),
                            Security.NONE,
                            ListenerTest::echo,
                            it -> it.proxies(List.of(Network.parse("127.0.0.0/8"))));
            try (var client = new Client(IPV4, proxied.port())) {
                client.say("PROXY TCP4 192.0.2.7 192.0.2.1 4000 143\r\nhi\r\n");
                assertThat(client.hear()).isEqualTo("hello 192.0.2.7");
                assertThat(client.hear()).isEqualTo("hi");
            }
            try (var client = new Client(IPV4, proxied.port())) {
                client.say("a1 LOGIN no header\r\n");
                assertThatEnds(client);
            }
            var direct = server.listen(IPV4, Security.NONE, ListenerTest::echo);
            try (var client = new Client(IPV4, direct.port())) {
                client.say("PROXY TCP4 192.0.2.7 192.0.2.1 4000 143\r\n");
                assertThat(client.hear()).isEqualTo("hello 127.0.0.1");
                assertThat(client.hear()).startsWith("PROXY");
            }
        }
    }

    @Test
    void aProxyThatStaysSilentIsClosed() throws Exception {
        try (var server = new ServerForTests()) {
            var proxied =
                    server.listen(
                            new InetSocketAddress(IPV4, 0),
                            Security.NONE,
                            ListenerTest::echo,
                            it -> it.proxies(List.of(Network.parse("127.0.0.1"))));
            try (var client = new Client(IPV4, proxied.port())) {
                client.say("PROXY");
                var closed = new CountDownLatch(1);
                var _ =
                        Thread.startVirtualThread(() -> {
                            hearQuietly(client);
                            closed.countDown();
                        });
                passUntil(server, closed, Duration.ofSeconds(1));
            }
        }
    }

    /// The service: says hello and repeats what it hears. On another thread: a session that has
    /// said its last word waits a moment for the client to go, and here the moment passes only when
    /// a test says so.
    private static CompletableFuture<Void> shutDown(ServerForTests server) {
        return CompletableFuture.runAsync(() -> {
            try {
                server.connections.shutDown(Duration.ofSeconds(10));
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        });
    }

    private static void echo(Connection connection) throws IOException {
        connection.write(
                "hello "
                        + connection
                                .clientAddress()
                                .map(InetAddress::getHostAddress)
                                .orElse("local")
                        + "\r\n");
        try {
            String line = "";
            while (!line.equals("bye")) {
                if (!connection.hasInput()) {
                    connection.flush();
                }
                line = connection.readLine(1_000_000).latin1();
                switch (line) {
                    case "STARTTLS" -> {
                        connection.write("go ahead\r\n");
                        connection.flush();
                        connection.startTls();
                    }
                    case "secured?" ->
                            connection.write(
                                    connection.tls().map(it -> it.version()).orElse("plain")
                                            + "\r\n");
                    default -> connection.write(line + "\r\n");
                }
            }
        } catch (ShuttingDown _) {
            connection.write("shutting down\r\n");
        } catch (LineTooLong tooLong) {
            throw new AssertionError(tooLong);
        }
    }

    private static void sayAll(Client client, String line) {
        try {
            client.say(line + "\r\n");
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void assertThatEnds(Client client) {
        assertThat(hearQuietly(client)).isEqualTo("<end>");
    }

    private static String hearQuietly(Client client) {
        try {
            return client.hear();
        } catch (IOException _) {
            return "<end>"; // a reset is an end as well
        }
    }

    private static void passUntilGone(ServerForTests server, Duration step) throws Exception {
        waitUntil(() -> {
            server.time.pass(step);
            return server.connections.live().isEmpty();
        });
    }

    private static void passUntil(ServerForTests server, CountDownLatch latch, Duration step)
            throws Exception {
        do {
            server.time.pass(step);
        } while (!latch.await(10, TimeUnit.MILLISECONDS));
    }

    private static void waitUntil(BooleanSupplier reached) throws Exception {
        var never = new CountDownLatch(1);
        while (!reached.getAsBoolean()) {
            var _ = never.await(10, TimeUnit.MILLISECONDS);
        }
    }
}
