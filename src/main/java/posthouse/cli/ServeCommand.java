package posthouse.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import posthouse.config.Settings;

/// `posthouse serve`.
@Command(
        name = "serve",
        description = {
            "Run the server, in the foreground, until SIGTERM or Ctrl-C.",
            "Without a configuration it listens on this machine only, on the standard ports, or"
                    + " those + 1000 where they may not be bound.",
        })
final class ServeCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting that holds instead of the configuration file's, as"
                            + " --set imap.port=1143.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        Main main = Main.of(spec);
        Settings settings = main.settings(overrides);
        LogSetup.apply(settings.log(), main.surroundings().underJournal());
        Path data = main.data();
        var server = Server.start(data, settings, Ports.AS_SET);
        Foreground.closeAtEnd(server);
        return Foreground.await();
    }
}
