package posthouse.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import posthouse.config.ConfigError;
import posthouse.config.Description;
import posthouse.config.Settings;

/// `posthouse config …`.
@Command(
        name = "config",
        description = "The configuration file.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConfigCommands.Describe.class, ConfigCommands.Check.class})
final class ConfigCommands implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Main.usage(spec);
    }

    @Command(
            name = "describe",
            description = "Print every setting with its documentation and default.")
    static final class Describe implements Callable<Integer> {
        @Spec private @Nullable CommandSpec spec;

        @Option(names = "--markdown", description = "As docs/configuration.md has it.")
        private boolean markdown;

        @Override
        public Integer call() {
            var out = Main.of(spec).out();
            out.print(
                    markdown
                            ? Description.markdown(Settings.class)
                            : Description.of(Settings.class));
            out.flush();
            return ExitStatus.DONE;
        }
    }

    @Command(name = "check", description = "Say what is wrong with the file.")
    static final class Check implements Callable<Integer> {
        @Spec private @Nullable CommandSpec spec;

        @Override
        public Integer call() throws ConfigError {
            Main main = Main.of(spec);
            Optional<Path> file = main.configFile();
            var _ = main.settings();
            main.out()
                    .println(
                            file.map(path -> path + " is good")
                                    .orElse("there is no file: every setting has its default"));
            return ExitStatus.DONE;
        }
    }
}
