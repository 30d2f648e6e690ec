package posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    private static final Path FOLDER = Path.of("/etc/posthouse");

    @Defunct(key = "speed", instead = "It is always fast.")
    @Doc("A test.")
    record Top(
            @Doc("A name.") @Default("x") String name,
            @Doc("A switch.") @Default("false") boolean onAndOff,
            Part part) {}

    @Doc("Its part.")
    record Part(
            @Doc("Time.") @Default("30m") Duration idleTimeout,
            @Doc("Size.") @Default("50MiB") ByteSize size,
            @Doc("Count.") @Default("3") @Between(min = 1, max = 9) int count,
            @Doc("Port.") @Default("25") Port port,
            @Doc("File.") @Default("") Optional<Path> file,
            @Doc("List.") @Default("a, b") List<String> list,
            @Doc("Choice.") @Default("text") Settings.Format format) {}

    private static Top read(String text) throws ConfigError {
        return read(text, Map.of());
    }

    private static Top read(String text, Map<String, String> overrides) throws ConfigError {
        return new ConfigReader<>(Top.class).read(text, "p.toml", FOLDER, overrides);
    }

    private static String error(String text) {
        try {
            return "no error but " + read(text);
        } catch (ConfigError error) {
            return String.valueOf(error.getMessage());
        }
    }

    @Test
    void needsNoFile() {
        var part =
                new Part(
                        Duration.ofMinutes(30),
                        new ByteSize(50 << 20),
                        3,
                        new Port(25),
                        Optional.empty(),
                        List.of("a", "b"),
                        Settings.Format.TEXT);
        assertThat(new ConfigReader<>(Top.class).defaults()).isEqualTo(new Top("x", false, part));
    }

    @Test
    void readsEveryKind() throws ConfigError {
        Top top =
                read(
                        """
                        name = "y \\"z\\", and more"
                        on-and-off = true
                        [part]
                        idle-timeout = "1h30m"
                        size = 4096
                        count = 9
                        port = "off"
                        file = "mail.pem"
                        list = ["c, d", "e"]
                        format = "json"
                        """);
        assertThat(top)
                .isEqualTo(
                        new Top(
                                "y \"z\", and more",
                                true,
                                new Part(
                                        Duration.ofMinutes(90),
                                        new ByteSize(4096),
                                        9,
                                        Port.OFF,
                                        Optional.of(FOLDER.resolve("mail.pem")),
                                        List.of("c, d", "e"),
                                        Settings.Format.JSON)));
    }

    @Test
    void letsOverridesWin() throws ConfigError {
        Top top = read("[part]\ncount = 2\n", Map.of("part.count", "5", "part.list", "q"));
        assertThat(top.part().count()).isEqualTo(5);
        assertThat(top.part().list()).containsExactly("q");
    }

    @Test
    void namesLineAndNearestKey() {
        assertThat(error("name = \"y\"\n\n[part]\nidle-timout = \"3m\"\n"))
                .isEqualTo(
                        "p.toml: line 4: there is no setting part.idle-timout;"
                                + " did you mean part.idle-timeout?");
        assertThat(error("count = 3\n"))
                .isEqualTo("p.toml: line 1: there is no setting count; did you mean part.count?");
        assertThat(error("[prat]\ncount = 3\n"))
                .isEqualTo(
                        "p.toml: line 1: there is no setting prat.count; did you mean part.count?");
        assertThat(error("[nothing]\nlike = 3\n")).contains("config describe");
    }

    @Test
    void namesWhatAValueMustBe() {
        assertThat(error("[part]\ncount = 10\n"))
                .isEqualTo(
                        "p.toml: line 2: part.count:"
                                + " '10' is not a whole number between 1 and 9");
        assertThat(error("[part]\ncount = \"3\"\n")).contains("must be a whole number");
        assertThat(error("[part]\nidle-timeout = 30\n")).contains("as \"30m\"");
        assertThat(error("[part]\nidle-timeout = \"soon\"\n")).contains("'soon'");
        assertThat(error("[part]\nlist = \"a\"\n")).contains("must be a list");
        assertThat(error("[part]\nformat = \"xml\"\n")).contains("none of text, json");
        assertThat(error("[part]\nport = 70000\n")).contains("'70000' is no port");
        assertThat(error("part = 1\n")).contains("part is a section");
    }

    @Test
    void saysEverythingThatIsWrong() {
        assertThat(error("nme = 1\n[part]\ncount = 0\nport = true\n").lines()).hasSize(3);
    }

    @Test
    void namesTheLineOfWhatIsNoToml() {
        assertThat(error("name = \"y\"\n[part\ncount = 1\n"))
                .startsWith("p.toml: line 2: is no TOML");
    }

    @Test
    void saysWhatReplacedADefunctKey() {
        assertThat(error("speed = 3\n"))
                .isEqualTo("p.toml: line 1: speed is no setting any more. It is always fast.");
    }

    @Test
    void wantsCertificateAndKeyTogether() {
        assertThat(
                        catchThrowableOfType(
                                ConfigError.class,
                                () ->
                                        Settings.reader()
                                                .read(
                                                        "[tls]\ncertificate = \"a\"\n",
                                                        "p.toml",
                                                        FOLDER,
                                                        Map.of())))
                .hasMessage("p.toml: line 2: tls.certificate and tls.key are needed together");
    }

    @Test
    void findsPasswordsOfSmarthostsBesideTheFile() throws ConfigError {
        String text =
                """
                [queue]
                smarthosts = [
                    "a smtp://a.test",
                    "b submission://u@b.test my/secret",
                    "c submissions://u@c.test /run/secrets/c",
                ]
                """;
        var settings = Settings.reader().read(text, "p.toml", FOLDER, Map.of());
        assertThat(settings.queue().smarthosts())
                .containsExactly(
                        new SmarthostEntry("a", "smtp://a.test", Optional.empty()),
                        new SmarthostEntry(
                                "b",
                                "submission://u@b.test",
                                Optional.of(FOLDER.resolve("my/secret"))),
                        new SmarthostEntry(
                                "c",
                                "submissions://u@c.test",
                                Optional.of(Path.of("/run/secrets/c"))));
    }

    @Test
    void refusesASmarthostWithoutUrl() {
        var error =
                catchThrowableOfType(
                        ConfigError.class,
                        () ->
                                Settings.reader()
                                        .read(
                                                "[queue]\nsmarthosts = [\"relay\"]\n",
                                                "p.toml",
                                                FOLDER,
                                                Map.of()));
        assertThat(error)
                .hasMessage("p.toml: line 2: queue.smarthosts: 'relay' is not NAME URL [FILE]");
    }
}
