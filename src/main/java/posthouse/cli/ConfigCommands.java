package posthouse.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import posthouse.config.ConfigError;
import posthouse.config.Description;
import posthouse.config.Settings;

/// `posthouse config …`.
@Command(
        name = "config",
        description = "The configuration file.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommands extends Commands {
    @Command(description = "Print every setting with its documentation and default.")
    int describe(
            @Option(names = "--markdown", description = "As docs/configuration.md has it.")
                    boolean markdown) {
        var out = main().out();
        out.print(markdown ? Description.markdown(Settings.class) : Description.of(Settings.class));
        out.flush();
        return ExitStatus.DONE;
    }

    @Command(description = "Say what is wrong with the file.")
    int check() throws ConfigError {
        Optional<Path> file = main().configFile();
        var _ = main().settings();
        main().out()
                .println(
                        file.map(path -> path + " is good")
                                .orElse("there is no file: every setting has its default"));
        return ExitStatus.DONE;
    }
}
