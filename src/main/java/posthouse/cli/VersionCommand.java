package posthouse.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `posthouse version`.
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Callable<Integer> {
    /// Where the program runs out of a folder of classes.
    private static final String UNKNOWN = "development";

    @Spec private @Nullable CommandSpec spec;

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? UNKNOWN : version;
    }

    @Override
    public Integer call() {
        Main.of(spec)
                .out()
                .printf(
                        "posthouse %s (Java %s, %s)%n",
                        version(), Runtime.version().feature(), System.getProperty("os.arch"));
        return ExitStatus.DONE;
    }
}
