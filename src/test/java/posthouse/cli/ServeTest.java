package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server as a process of its own.
class ServeTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PASSWORD = "correct horse battery staple";

    @TempDir private Path home = Path.of("");

    @Test
    void logsAnObjectALineWithAccountProtocolAndConnectionAndNoSecret() throws Exception {
        ask("setup", "demo.test", "--account", "ann", "--password-stdin");
        Process server = start();
        var lines = new ArrayList<String>();
        try (var log = server.errorReader(StandardCharsets.UTF_8)) {
            while (!String.join("", lines).contains("is ready")) {
                lines.add(log.readLine());
            }
            Map<String, Integer> ports = ports();
            use(ports);
            useSocket();
            var _ = server.toHandle().destroy(); // the process itself would close its streams
            log.lines().forEach(lines::add);
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(socket()).doesNotExist();
        check(lines);
    }

    private static void use(Map<String, Integer> ports) throws Exception {
        String plain = base64("\0ann@demo.test\0" + PASSWORD);
        String letter = "Subject: Hello\r\n\r\nHello\r\n.\r\n";
        String to = "RCPT TO:<ann@demo.test>\r\nDATA\r\n";
        assertThat(
                        talk(
                                port(ports, "submission"),
                                "EHLO x\r\nAUTH PLAIN " + plain + "\r\n",
                                "MAIL FROM:<ann@demo.test>\r\n" + to,
                                letter + "QUIT\r\n"))
                .contains("\n235 ", "\n250 2.6.0 ");
        assertThat(
                        talk(
                                port(ports, "lmtp"),
                                "LHLO x\r\nMAIL FROM:<x@example.org>\r\n" + to,
                                letter + "QUIT\r\n"))
                .contains("\n250 2.6.0 ");
        assertThat(
                        talk(
                                port(ports, "pop3"),
                                "USER ann@demo.test\r\nPASS " + PASSWORD + "\r\n",
                                "QUIT\r\n"))
                .contains("2 messages");
        assertThat(
                        talk(
                                port(ports, "imap"),
                                "a LOGIN ann@demo.test wrong" + PASSWORD.hashCode() + "\r\n",
                                "b LOGIN ann@demo.test \"" + PASSWORD + "\"\r\n",
                                "c LOGOUT\r\n"))
                .contains("a NO ", "b OK ", "c OK ");
    }

    private void useSocket() throws Exception {
        assertThat(Files.getPosixFilePermissions(socket())).hasSize(6);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            var greeting = ByteBuffer.allocate(4);
            assertThat(channel.read(greeting)).isPositive();
            assertThat(new String(greeting.array(), StandardCharsets.US_ASCII)).startsWith("220");
        }
        assertThat(Path.of(data(), "run", "lmtp.sock")).doesNotExist();
    }

    private Path socket() {
        return home.resolve("lmtp.sock");
    }

    private static void check(List<String> lines) {
        var protocols = new ArrayList<String>();
        assertThat(lines.stream().filter(line -> line.matches(".*log(in as|ged in).*")))
                .as("a line a login, right or wrong")
                .hasSize(4);
        for (String line : lines) {
            assertThat(line)
                    .doesNotContain(
                            PASSWORD,
                            base64(PASSWORD),
                            base64("\0ann@demo.test\0" + PASSWORD),
                            "wrong" + PASSWORD.hashCode());
            JsonNode object = JSON.readTree(line);
            assertThat(object.isObject()).as(line).isTrue();
            for (String key : List.of("time", "level", "logger", "message")) {
                assertThat(object.path(key).isString()).as(line).isTrue();
            }
            if (object.has("conn")) {
                assertThat(object.path("protocol").asString()).as(line).isNotEmpty();
                protocols.add(
                        object.path("protocol").asString()
                                + " "
                                + object.path("account").asString("nobody"));
            }
        }
        assertThat(protocols)
                .contains(
                        "submission ann@demo.test",
                        "lmtp ann@demo.test",
                        "pop3 ann@demo.test",
                        "imap ann@demo.test");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int port(Map<String, Integer> ports, String protocol) {
        return Optional.ofNullable(ports.get(protocol)).orElseThrow();
    }

    /// The port of each protocol's listener that begins without TLS.
    private Map<String, Integer> ports() {
        return Stream.of(JSON.readTree(ask("status", "--json")).path("services"))
                .flatMap(JsonNode::valueStream)
                .filter(row -> !row.path("security").asString().equals("tls"))
                .filter(row -> row.path("host").asString().equals("127.0.0.1"))
                .collect(
                        Collectors.toMap(
                                row -> row.path("protocol").asString(),
                                row -> row.path("port").asInt()));
    }

    /// All that the server says to commands, the last of which ends the conversation.
    private static String talk(int port, String... commands) throws Exception {
        try (var socket = new Socket("127.0.0.1", port);
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(30_000);
            for (String command : commands) {
                socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
            }
            return in.lines().collect(Collectors.joining("\n"));
        }
    }

    private String ask(String... arguments) {
        var out = new StringWriter();
        var in = new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        var surroundings =
                new Surroundings(Map.of("POSTHOUSE_DATA", data()), "ann", home, in, false);
        var writer = new PrintWriter(out, true);
        int status = Main.run(surroundings, writer, writer, arguments);
        assertThat(status).as(out.toString()).isZero();
        return out.toString();
    }

    private String data() {
        return home.resolve("data").toString();
    }

    private Process start() throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "serve",
                                "--data",
                                data(),
                                "--config",
                                Files.writeString(
                                                home.resolve("json.toml"),
                                                "[log]\nformat = \"json\"\n")
                                        .toString()));
        command.addAll(List.of("--set", "smtp.lmtp-socket-path=" + socket()));
        command.addAll(List.of("--set", "smtp.lmtp-socket-mode=0666"));
        for (String port :
                List.of(
                        "smtp.port",
                        "smtp.submission-port",
                        "smtp.submissions-port",
                        "smtp.lmtp-port",
                        "pop3.port",
                        "pop3.tls-port",
                        "imap.port",
                        "imap.tls-port")) {
            command.addAll(List.of("--set", port + "=0"));
        }
        return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }
}
