package posthouse.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import posthouse.config.ConfigError;
import posthouse.control.Operation;

/// A command that does nothing but hold others, each a method of its own.
abstract class Commands implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public final void run() {
        var line = spec().commandLine();
        line.usage(line.getOut());
    }

    final Main main() {
        return Main.of(spec());
    }

    /// Asks for something and shows the answer for people.
    final int ask(Operation operation) throws CommandFailed, ConfigError {
        return main().ask(operation, false);
    }

    final int ask(Operation operation, Json json) throws CommandFailed, ConfigError {
        return main().ask(operation, json.wanted());
    }

    /// What picocli gives a method for parameters of which there are none.
    static List<String> given(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    private CommandSpec spec() {
        return java.util.Objects.requireNonNull(spec);
    }
}
