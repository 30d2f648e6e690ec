package posthouse.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the program finds around it: the environment, the user, standard input.
///
/// @param terminal whether somebody can be asked
record Surroundings(
        Map<String, String> environment, String user, Path home, InputStream in, boolean terminal) {
    static final Path SYSTEM_DATA = Path.of("/var/lib/posthouse");
    static final Path SYSTEM_CONFIG = Path.of("/etc/posthouse/posthouse.toml");

    static Surroundings ofThisProcess() {
        var console = Optional.ofNullable(System.console());
        return new Surroundings(
                System.getenv(),
                System.getProperty("user.name"),
                Path.of(System.getProperty("user.home")),
                System.in,
                console.filter(java.io.Console::isTerminal).isPresent());
    }

    /// The data folder: as asked for, else POSTHOUSE_DATA, else the user's.
    Path data(Optional<Path> asked) {
        return asked.or(() -> variable("POSTHOUSE_DATA").map(Path::of))
                .orElseGet(() ->
                        user.equals("root") ? SYSTEM_DATA : home.resolve(".local/share/posthouse"));
    }

    /// The configuration file: as asked for, else POSTHOUSE_CONFIG, else the data folder's, else
    /// the system's; empty where none of these is there.
    Optional<Path> config(Optional<Path> asked, Path data) {
        return asked.or(() -> variable("POSTHOUSE_CONFIG").map(Path::of))
                .or(() -> Optional.of(data.resolve("posthouse.toml")).filter(Files::exists))
                .or(() -> Optional.of(SYSTEM_CONFIG).filter(Files::exists));
    }

    /// Whether journald reads standard error, and knows the time itself.
    boolean underJournal() {
        return variable("JOURNAL_STREAM").isPresent();
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /// The first line of standard input.
    String line() throws CommandFailed {
        try {
            var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String line = reader.readLine();
            if (line == null) {
                throw new CommandFailed("standard input holds no password");
            }
            return line;
        } catch (IOException failure) {
            throw new CommandFailed("standard input cannot be read: " + failure.getMessage());
        }
    }
}
