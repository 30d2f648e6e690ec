package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.bytes.Bytes;
import posthouse.config.ConfigError;
import posthouse.config.Settings;
import posthouse.control.Live;

class DemoTest {
    @TempDir private Path home = Path.of("");

    private static Settings settings() throws ConfigError {
        var overrides = new HashMap<>(DemoServers.settings("127.0.0.1"));
        overrides.put("smtp.port", "0");
        overrides.replaceAll((key, value) -> key.endsWith("port") ? "0" : value);
        return Settings.reader().read("", "test", Path.of(""), overrides);
    }

    @Test
    void deliversItsMailOnceAndShowsItByPop3AndImap() throws Exception {
        Path data = home.resolve("demo");
        for (int start = 0; start < 2; start++) {
            Demo demo = Demo.open(data, List.of("ann@demo.test", "ben@demo.test"));
            try (var server = Server.start(data, settings(), Ports.OR_FREE)) {
                demo.fill(server);
                for (Demo.Login login : demo.accounts()) {
                    long wanted = wanted(login.address());
                    assertThat(pop3(server, login)).isEqualTo("+OK " + wanted);
                    assertThat(imap(server, login)).contains("* " + wanted + " EXISTS");
                }
            }
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("demo.json"))))
                .isEqualTo("rw-------");
    }

    private static long wanted(String address) {
        return DemoMail.all(Instant.EPOCH).stream()
                .filter(mail -> mail.recipients().contains(address))
                .count();
    }

    private static String pop3(Server server, Demo.Login login) throws IOException {
        String said =
                talk(
                        server,
                        "pop3",
                        "USER " + login.address() + "\r\n",
                        "PASS " + login.password() + "\r\n",
                        "STAT\r\n",
                        "QUIT\r\n");
        String stat = said.lines().toList().get(3);
        return stat.substring(0, stat.lastIndexOf(' '));
    }

    private static String imap(Server server, Demo.Login login) throws IOException {
        return talk(
                server,
                "imap",
                "a LOGIN " + login.address() + " " + login.password() + "\r\n",
                "b EXAMINE INBOX\r\n",
                "c LOGOUT\r\n");
    }

    private static String talk(Server server, String protocol, String... commands)
            throws IOException {
        Live.ServiceRow row =
                server.listeners().rows().stream()
                        .filter(r -> r.protocol().equals(protocol) && !r.security().equals("tls"))
                        .findFirst()
                        .orElseThrow();
        try (var socket = new Socket(row.host(), row.port());
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(String.join("", commands).getBytes(StandardCharsets.UTF_8));
            return in.lines().collect(Collectors.joining("\n"));
        }
    }

    @Test
    void keepsAwayFromOtherStores() throws IOException {
        Files.writeString(home.resolve("format"), "posthouse store 1\n");
        assertThatThrownBy(() -> Demo.open(home, List.of("ann@demo.test")))
                .hasMessageContaining("no demonstration's");
    }

    @Test
    void lettersAreMailThatAnyServerTakes() {
        List<DemoMail> mails = DemoMail.all(Instant.parse("2026-05-05T05:05:05Z"));
        assertThat(mails).hasSizeGreaterThan(35);
        assertThat(mails.stream().map(DemoMail::id)).doesNotHaveDuplicates();
        for (DemoMail mail : mails) {
            Bytes octets = mail.letter().octets();
            String text = octets.latin1();
            assertThat(text.replace("\r\n", "")).as(mail.id()).doesNotContain("\r", "\n", "\0");
            assertThat(text).endsWith("\r\n");
            assertThat(text.lines()).allMatch(line -> line.length() <= 998);
            assertThat(text.substring(0, text.indexOf("\r\n\r\n")))
                    .as(mail.id())
                    .matches("[\\x00-\\x7f]*")
                    .contains("Date: ", "From: ", "To: ", "Subject: ", "Message-ID: ");
        }
    }

    @Test
    void namesWhoHoldsAPort() throws Exception {
        var overrides = new HashMap<>(DemoServers.settings("127.0.0.1"));
        overrides.put("smtp.port", "0");
        overrides.replaceAll((key, value) -> key.endsWith("port") ? "0" : value);
        try (var taken = new java.net.ServerSocket()) {
            taken.bind(new java.net.InetSocketAddress("127.0.0.1", 0));
            overrides.put("imap.port", Integer.toString(taken.getLocalPort()));
            Settings settings = Settings.reader().read("", "test", Path.of(""), overrides);
            assertThatThrownBy(() -> Server.start(home.resolve("a"), settings, Ports.AS_SET))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            // And the folder is free again.
            try (var server = Server.start(home.resolve("a"), settings, Ports.OR_FREE)) {
                assertThat(server.listeners().rows()).hasSize(8);
            }
        }
    }
}
