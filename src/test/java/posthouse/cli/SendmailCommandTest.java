package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.config.Settings;

/// `sendmail` and `queue` against a server of their own.
class SendmailCommandTest {
    private static final String CRON =
            """
            From: root (Cron Daemon)
            To: ann
            Subject: Cron <root@here> date
            Content-Type: text/plain; charset=US-ASCII
            X-Cron-Env: <SHELL=/bin/sh>

            .
            text
            """;

    @TempDir private Path home = Path.of("");
    private Server server;

    private record Ran(int status, String out, String err) {}

    private Ran run(String input, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        var around =
                new Surroundings(
                        Map.of("POSTHOUSE_DATA", data().toString()), "root", home, in, false);
        int status =
                Main.run(around, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ran(status, out.toString(), err.toString());
    }

    private Path data() {
        return home.resolve("data");
    }

    @BeforeEach
    void begin() throws Exception {
        assertThat(
                        run(
                                        "correct horse battery staple\n",
                                        "setup",
                                        "one.test",
                                        "--account",
                                        "ann",
                                        "--password-stdin")
                                .status())
                .isZero();
        var overrides = new HashMap<>(DemoServers.settings("127.0.0.1"));
        overrides.replaceAll((key, value) -> key.endsWith("port") ? "0" : value);
        // Nobody answers there.
        overrides.put("dns.servers", "127.0.0.1:9");
        server =
                Server.start(
                        data(),
                        Settings.reader().read("", "test", Path.of(""), overrides),
                        Ports.OR_FREE);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static long messages(Ran status) {
        return status.out()
                .lines()
                .filter(line -> line.startsWith("messages:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    @Test
    void handsInAndQueues() {
        Ran ran = run("Subject: Cron\n\ntext\n", "sendmail", "-i", "-v", "-F", "Cron", "ann");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("delivered");
        assertThat(messages(run("", "status"))).isEqualTo(1);

        ran =
                run(
                        "To: x@two.test, nobody@one.test\nBcc: y@three.test\n\ntext\n.\nno more\n",
                        "sendmail",
                        "-t",
                        "-oem",
                        "-f",
                        "ann",
                        "-N",
                        "failure,delay",
                        "-R",
                        "hdrs",
                        "-V",
                        "a b");
        assertThat(ran.status()).isEqualTo(SendmailCommand.EX_NOUSER);
        assertThat(ran.err())
                .isEqualTo(
                        "posthouse: nobody@one.test: the server said: 550 5.1.1 no such user here\n");
        while (!run("", "queue", "list", "--state", "trying").out().equals("none\n")) {
            Thread.onSpinWait();
        }
        Ran list = run("", "queue", "list");
        assertThat(list.out()).contains("ann@one.test", "x@two.test and 1 more");
        String id = list.out().lines().toList().get(1).split(" ")[0];
        assertThat(run("", "queue", "hold", id).out()).startsWith("1 message is held");
        Ran shown = run("", "queue", "show", id);
        assertThat(shown.out())
                .contains("envelope id: a b", "held", "From: ann@one.test")
                .doesNotContain("Bcc");
        assertThat(
                        run(
                                        "",
                                        "queue",
                                        "list",
                                        "--domain",
                                        "two.test",
                                        "--state",
                                        "held",
                                        "--json")
                                .out())
                .startsWith("[{\"id\":\"" + id);
        assertThat(run("", "queue", "drop", "--domain", "two.test").out())
                .startsWith("dropped: 1 recipient of 1 message");
        assertThat(run("", "queue", "bounce", id).out()).startsWith("bounced: 1 recipient");
        assertThat(run("", "queue", "release", id).status()).isEqualTo(ExitStatus.NOT_DONE);
    }

    /// As cron, mail, mutt, git, PHP and others call it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-FCronDaemon -i -B8BITMIME -oem ann",
                "-i -FCronDaemon -B8BITMIME -oem -f ann -t",
                "-t -i",
                "-ti",
                "-t -i -fann@one.test",
                "-oem -oi -f ann@one.test -N failure,delay -R hdrs -B8BITMIME -- ann@one.test",
                "-oi -odi -oem -- ann",
                "-i -r ann@one.test -- ann@one.test",
                "-i -f ben@one.test -f ann@one.test ann",
                "-bm -oMrlocal -OErrorMode=m -O DeliveryMode=b -Am -em -n -G -U -m ann",
                "-C /etc/mail/submit.cf -X /dev/null -L tag -p local:here ann",
                "-f <> ann",
            })
    void understandsThoseWhoCallIt(String arguments) {
        var all = new ArrayList<>(List.of("sendmail"));
        all.addAll(List.of(arguments.split(" ")));
        Ran ran = run(CRON, all.toArray(String[]::new));
        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        assertThat(messages(run("", "status"))).isEqualTo(1);
    }

    /// Where it goes on from here, a From that nobody can answer is refused by others.
    @Test
    void completesTheAuthor() {
        assertThat(run(CRON, "sendmail", "-i", "-oem", "x@two.test").status()).isZero();
        String id = run("", "queue", "list").out().lines().toList().get(1).split(" ")[0];
        assertThat(run("", "queue", "show", id).out())
                .contains("From: Cron Daemon <root@one.test>")
                .doesNotContain("root (");
    }

    @Test
    void saysWithSysexitsWhatIsWrong() {
        assertThat(run("x", "sendmail").status()).isEqualTo(SendmailCommand.EX_USAGE);
        assertThat(run("x", "sendmail", "-bs").err()).contains("25 or 587");
        assertThat(run("x", "sendmail", "-bp").err()).contains("queue list");
        assertThat(run("x", "sendmail", "-bd").err()).contains("posthouse serve");
        assertThat(run("x", "sendmail", "-bi").err()).contains("posthouse alias");
        assertThat(run("x", "sendmail", "-q").err()).contains("queue retry");
        assertThat(run("x", "sendmail", "-q30m").status()).isEqualTo(SendmailCommand.EX_USAGE);
        assertThat(run("x", "sendmail", "--odd", "ann").status())
                .isEqualTo(SendmailCommand.EX_USAGE);
        assertThat(run("x", "sendmail", "-N", "often", "ann").status())
                .isEqualTo(SendmailCommand.EX_USAGE);
        assertThat(run("x", "sendmail", "-R", "half", "ann").status())
                .isEqualTo(SendmailCommand.EX_USAGE);
        assertThat(run("x", "sendmail", "-f", "a b", "ann").status())
                .isEqualTo(SendmailCommand.EX_USAGE);
        assertThat(run("x", "sendmail", "bob").status()).isEqualTo(SendmailCommand.EX_NOUSER);
        assertThat(run("x", "sendmail", "a@-.test").status()).isEqualTo(SendmailCommand.EX_NOUSER);
        assertThat(run("a\0b", "sendmail", "ann").status())
                .isEqualTo(SendmailCommand.EX_UNAVAILABLE);
        server.close();
        Ran ran = run("x", "sendmail", "ann");
        assertThat(ran.status()).isEqualTo(SendmailCommand.EX_TEMPFAIL);
        assertThat(ran.err()).contains("no server runs on");
    }

    /// As large as the server takes, by default.
    @Test
    void handsInTheLargestMessage() {
        String line = "x".repeat(1022) + "\n";
        long lines = Settings.reader().defaults().smtp().messageSizeMax().bytes() / 1024 - 2;
        Ran ran = run("Subject: x\n\n" + line.repeat((int) lines), "sendmail", "ann");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        ran = run("Subject: x\n\n" + line.repeat((int) lines + 3), "sendmail", "ann");
        assertThat(ran.status()).isEqualTo(SendmailCommand.EX_UNAVAILABLE);
        assertThat(ran.err()).contains("552");
    }
}
