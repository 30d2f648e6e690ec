package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    @TempDir private Path home = Path.of("");

    private final Map<String, String> environment = new HashMap<>();
    private String input = "";

    private record Ran(int status, String out, String err) {}

    private Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status =
                Main.run(
                        surroundings(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        arguments);
        return new Ran(status, out.toString(), err.toString());
    }

    private Surroundings surroundings() {
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return new Surroundings(environment, "ann", home, in, false);
    }

    private Path data() {
        return home.resolve(".local/share/posthouse");
    }

    @Test
    void explainsWrongCommandLines() {
        for (String[] arguments :
                new String[][] {
                    {"dance"},
                    {"account", "add"},
                    {"account", "list", "--jason"},
                    {"session", "trace", "ann", "maybe"},
                    {"account", "quota", "ann", "--bytes", "many"},
                    {"queue", "drop", "--yes"},
                    {"queue", "hold", "a", "--all"},
                    {"queue", "list", "--state", "odd"},
                    {"queue", "list", "--older-than", "long"},
                    {"setup", "no domain"},
                    {"setup", "example.org", "--cert", "x"},
                    {"send", "--from", "x", "--to", "y", "--server", "nowhere"},
                }) {
            Ran ran = run(arguments);
            assertThat(ran.status()).as(String.join(" ", arguments)).isEqualTo(ExitStatus.USAGE);
            assertThat(ran.err()).startsWith("posthouse: ").doesNotContain("\tat ");
            assertThat(ran.out()).isEmpty();
        }
    }

    @Test
    void helpsWithEveryCommand() {
        helps(Main.commandLine(surroundings()));
    }

    private static void helps(CommandLine line) {
        for (String text : line.getCommandSpec().usageMessage().description()) {
            assertThat(text).endsWith(".");
        }
        assertThat(line.getUsageMessage())
                .contains(line.getCommandName())
                .contains("--help")
                .contains("--data");
        line.getSubcommands().values().forEach(MainTest::helps);
    }

    @Test
    void saysThatThereIsNoStore() {
        Ran ran = run("account", "list");
        assertThat(ran.status()).isEqualTo(ExitStatus.NOBODY);
        assertThat(ran.err()).contains("there is no store in " + data());
        assertThat(data()).doesNotExist();
        assertThat(run("status").status()).isEqualTo(ExitStatus.NOBODY);
        assertThat(run("session", "list").status()).isEqualTo(ExitStatus.NOBODY);
        assertThat(run("queue", "list").status()).isEqualTo(ExitStatus.NOBODY);
    }

    @Test
    void setsUpAndAnswersWithoutAServer() throws IOException {
        input = "correct horse battery staple\n";
        Ran setup = run("setup", "example.org", "--account", "ann", "--password-stdin");
        assertThat(setup.err()).isEmpty();
        assertThat(setup.status()).isEqualTo(ExitStatus.DONE);
        assertThat(setup.out())
                .contains("the account ann@example.org is there")
                .contains("MX   10 ")
                .contains("self-signed")
                .doesNotContain("staple");
        assertThat(Files.readString(data().resolve("posthouse.toml"))).contains("\"0.0.0.0\"");
        assertThat(run("config", "check").out()).contains("posthouse.toml is good");

        Ran again = run("setup", "example.org", "--account", "ann");
        assertThat(again.status()).isEqualTo(ExitStatus.DONE);
        assertThat(again.out()).contains("is there already, and stays as it is");

        Ran list = run("account", "list", "--json");
        assertThat(list.out()).startsWith("[{\"address\":\"ann@example.org\",\"state\"");
        assertThat(run("account", "list").out().lines().toList().get(1))
                .matches("ann@example.org +active +0 +0 B +no limit +no limit");

        Ran twice = run("account", "add", "ann");
        assertThat(twice.status()).isEqualTo(ExitStatus.NOT_DONE);
        assertThat(twice.err()).isEqualTo("posthouse: ann@example.org exists already\n");
        assertThat(run("session", "kick", "ann").status()).isEqualTo(ExitStatus.NOBODY);
    }

    @Test
    void refusesAFolderOfANewerFormat() throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve("format"), "posthouse store 999\n");
        Ran ran = run("account", "list");
        assertThat(ran.status()).isEqualTo(ExitStatus.NOT_DONE);
        assertThat(ran.err()).contains("newer").doesNotContain("\tat ");
    }

    @Test
    void checksTheConfiguration() throws IOException {
        Path file = home.resolve("my.toml");
        Files.writeString(file, "[imap]\nprot = 1143\n");
        Ran ran = run("config", "check", "--config", file.toString());
        assertThat(ran.status()).isEqualTo(ExitStatus.NOT_DONE);
        assertThat(ran.err())
                .isEqualTo(
                        "posthouse: "
                                + file
                                + ": line 2: there is no setting imap.prot; did you mean"
                                + " imap.port?\n");
        environment.put("POSTHOUSE_CONFIG", file.toString());
        assertThat(run("config", "check").status()).isEqualTo(ExitStatus.NOT_DONE);
    }

    @Test
    void describesTheConfiguration() {
        assertThat(run("config", "describe").out()).contains("#port = 143");
    }

    @Test
    void completesCommands() {
        assertThat(run("completion", "bash").out())
                .contains("complete ")
                .contains("passwd")
                .contains("bounce");
    }

    @Test
    void looksForDataWhereItIsTold() {
        assertThat(surroundings().data(java.util.Optional.empty())).isEqualTo(data());
        environment.put("POSTHOUSE_DATA", "/somewhere");
        assertThat(surroundings().data(java.util.Optional.empty()))
                .isEqualTo(Path.of("/somewhere"));
        assertThat(surroundings().data(java.util.Optional.of(Path.of("/else"))))
                .isEqualTo(Path.of("/else"));
    }
}
