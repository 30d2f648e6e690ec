package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.config.Settings;
import posthouse.dns.ZoneServer;

/// Two servers and a name server that have nothing but `::1`.
class OverIpv6Test {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("::1");
    private static final String PASSWORD = "correct horse battery staple";
    private static final String ZONE =
            """
            one.test. 60 IN MX 10 mail.one.test.
            mail.one.test. 60 IN AAAA ::1
            two.test. 60 IN MX 10 mail.two.test.
            mail.two.test. 60 IN AAAA ::1
            """;

    @TempDir private Path home = Path.of("");
    private final Closing opened = new Closing();

    private String run(String server, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var in = new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        var environment = Map.of("POSTHOUSE_DATA", home.resolve(server).toString());
        int status =
                Main.run(
                        new Surroundings(environment, "root", home, in, false),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        arguments);
        assertThat(status).as(String.join(" ", arguments) + ": " + err).isZero();
        return out.toString();
    }

    private Server start(String name, int port, int otherPort, ZoneServer names) throws Exception {
        String domain = name + ".test";
        var settings = new HashMap<>(DemoServers.settings("::1"));
        settings.replaceAll((key, value) -> key.endsWith("port") ? "0" : value);
        settings.put("hostname", "mail." + domain);
        settings.put("smtp.port", Integer.toString(port));
        settings.put("queue.port", Integer.toString(otherPort));
        settings.put("smtp.door.relay-networks", name.equals("one") ? "::1" : "");
        settings.put("dns.servers", "[::1]:" + names.address().getPort());
        var server =
                opened.add(
                        Server.start(
                                home.resolve(name),
                                Settings.reader().read("", "test", Path.of(""), settings),
                                Ports.OR_FREE));
        run(name, "domain", "add", domain);
        run(name, "account", "add", "ann@" + domain, "--password-stdin");
        run(name, "account", "add", "ben@" + domain, "--password-stdin");
        return server;
    }

    @AfterEach
    void end() {
        opened.close();
    }

    @Test
    void carriesMailBothWays() throws Exception {
        assumeTrue(hasIpv6(), "this machine has no ::1");
        int onePort = freePort();
        int twoPort = freePort();
        var names = opened.add(ZoneServer.start(LOOPBACK, ZONE));
        var one = start("one", onePort, twoPort, names);
        start("two", twoPort, onePort, names);
        run("one", "alias", "add", "all@one.test", "ben@one.test", "club@two.test");
        run("two", "group", "add", "club@two.test", "ben@two.test");
        run("two", "account", "forward", "ben@two.test", "ann@one.test", "--keep");
        String said =
                talk(
                        onePort,
                        "EHLO [IPv6:::1]",
                        "MAIL FROM:<ann@one.test>",
                        "RCPT TO:<all@one.test>",
                        "RCPT TO:<pat@[IPv6:::1]>",
                        "RCPT TO:<pat@[::1]>",
                        "DATA",
                        "Message-ID: <six@one.test>\r\n\r\ntext\r\n.",
                        "QUIT");
        assertThat(said).contains("250 2.6.0 ").doesNotContain("\n4", "\n5");

        assertThat(traced("two", "in the mailbox", "sent "))
                .contains("from mail.one.test [::1]", "by mail.one.test [::1]:" + onePort);
        assertThat(traced("one", "INBOX of ann@one.test", "relaying denied", "no address of"))
                .contains(
                        "from [IPv6:::1] [::1]",
                        "by mail.two.test [::1]:" + twoPort,
                        "by [::1]:" + twoPort,
                        "[::1] is no address of a server",
                        "from <SRS0=");
        assertThat(read(one))
                .contains(
                        "Received: from [IPv6:::1] ([IPv6:::1])\n\tby mail.one.test with ESMTP id",
                        "Received: from mail.one.test ([IPv6:::1])\n\tby mail.two.test with ESMTPS",
                        "Received: from mail.two.test ([IPv6:::1])\n\tby mail.one.test with ESMTPS");
    }

    /// The life of the message, once all of it is there.
    private String traced(String server, String... all) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            String life = run(server, "trace", "<six@one.test>");
            if (List.of(all).stream().allMatch(life::contains)) {
                return life;
            }
            assertThat(System.nanoTime()).as(life).isLessThan(end);
            Thread.sleep(50);
        }
    }

    /// All of the mail that ann has.
    private static String read(Server server) throws IOException {
        int port =
                server.listeners().rows().stream()
                        .filter(row -> row.protocol().equals("pop3"))
                        .filter(row -> !row.security().equals("tls"))
                        .findFirst()
                        .orElseThrow()
                        .port();
        String login = "USER ann@one.test\r\nPASS " + PASSWORD;
        return talk(port, login, "RETR 1", "RETR 2", "RETR 3", "QUIT").replace("\r\n", "\n");
    }

    /// All that the server says to these lines.
    private static String talk(int port, String... lines) throws IOException {
        try (var socket = new Socket(LOOPBACK, port)) {
            socket.setSoTimeout(30_000);
            for (String line : lines) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(LOOPBACK, 0));
            return socket.getLocalPort();
        }
    }

    private static boolean hasIpv6() {
        try {
            return freePort() > 0;
        } catch (IOException _) {
            return false;
        }
    }
}
