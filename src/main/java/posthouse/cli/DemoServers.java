package posthouse.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import posthouse.config.ConfigError;
import posthouse.config.Settings;
import posthouse.dns.ZoneServer;

/// The demonstration's two servers, mail.demo.test and mail.elsewhere.test, and the name server by
/// which they find each other: mail between them goes as it would between strangers.
final class DemoServers implements AutoCloseable {
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";
    private static final int SMTP_PORT = 1025;

    /// Who lives where, mail exchangers included.
    private static final String ZONE =
            """
            demo.test. 60 IN SOA mail.demo.test. postmaster.demo.test. 1 60 60 60 60
            demo.test. 60 IN MX 10 mail.demo.test.
            mail.demo.test. 60 IN A 127.0.0.1
            elsewhere.test. 60 IN SOA mail.elsewhere.test. postmaster.elsewhere.test. 1 60 60 60 60
            elsewhere.test. 60 IN MX 10 mail.elsewhere.test.
            mail.elsewhere.test. 60 IN A 127.0.0.2
            """;

    private final Closing opened = new Closing();
    private final One here;
    private final One elsewhere;

    /// One of the two.
    record One(String name, Path data, Demo demo, Server server) {}

    /// Settings for one of the two.
    @FunctionalInterface
    interface Configured {
        Settings with(Path data, Map<String, String> overrides) throws ConfigError;
    }

    /// Starts both, on the standard ports + 1000 or others that are free.
    ///
    /// @param data the first one's folder; the other's lies in it
    DemoServers(Path data, Configured configured) throws IOException, CommandFailed, ConfigError {
        Path other = data.resolve("elsewhere");
        var demo = Demo.open(data, List.of(DemoMail.address("ann"), DemoMail.address("ben")));
        var otherDemo = Demo.open(other, List.of("ben@elsewhere.test"));
        try {
            var names = opened.add(ZoneServer.start(InetAddress.ofLiteral(HERE), ZONE));
            int port = smtpPort();
            here =
                    new One(
                            "mail.demo.test",
                            data,
                            demo,
                            start(data, configured, settings("mail.demo.test", HERE, names, port)));
            elsewhere =
                    new One(
                            "mail.elsewhere.test",
                            other,
                            otherDemo,
                            start(
                                    other,
                                    configured,
                                    settings("mail.elsewhere.test", ELSEWHERE, names, port)));
            demo.fill(here.server());
            otherDemo.make(elsewhere.server());
        } catch (IOException | CommandFailed | ConfigError | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private Server start(Path data, Configured configured, Map<String, String> settings)
            throws IOException, CommandFailed, ConfigError {
        return opened.add(Server.start(data, configured.with(data, settings), Ports.OR_FREE));
    }

    One here() {
        return here;
    }

    List<One> both() {
        return List.of(here, elsewhere);
    }

    @Override
    public void close() {
        opened.close();
    }

    /// The port by which both take mail from each other; free on both addresses a moment ago.
    private static int smtpPort() throws IOException {
        for (int port = SMTP_PORT; ; port = free(HERE, 0)) {
            if (free(HERE, port) == port && free(ELSEWHERE, port) == port) {
                return port;
            }
        }
    }

    /// @return -1 where it is taken
    private static int free(String address, int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            return socket.getLocalPort();
        } catch (java.net.BindException _) {
            return -1;
        }
    }

    private static Map<String, String> settings(
            String name, String address, ZoneServer names, int port) {
        var settings = new HashMap<>(settings(address));
        settings.put("hostname", name);
        settings.put("smtp.port", Integer.toString(port));
        settings.put("queue.port", Integer.toString(port));
        settings.put("dns.servers", HERE + ":" + names.address().getPort());
        return settings;
    }

    /// The standard ports + 1000, of one loopback address only: one entry a service.
    static Map<String, String> settings(String address) {
        return Map.ofEntries(
                Map.entry("net.listen", address),
                Map.entry("smtp.lmtp-listen", address),
                Map.entry("smtp.submission-port", "1587"),
                Map.entry("smtp.submissions-port", "1465"),
                Map.entry("smtp.lmtp-port", "1024"),
                Map.entry("pop3.port", "1110"),
                Map.entry("pop3.tls-port", "1995"),
                Map.entry("imap.port", "1143"),
                Map.entry("imap.tls-port", "1993"));
    }
}
