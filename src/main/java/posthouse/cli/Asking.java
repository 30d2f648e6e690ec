package posthouse.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import posthouse.config.ConfigError;
import posthouse.control.Operation;

/// What the commands have in common that ask for an operation and show its answer.
@Command
final class Asking {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /// Asks and shows the answer for people.
    int show(Operation operation) throws CommandFailed, ConfigError {
        return show(operation, false);
    }

    int show(Operation operation, boolean json) throws CommandFailed, ConfigError {
        main().printer().print(main().reach().ask(operation), json);
        return ExitStatus.DONE;
    }

    Main main() {
        return Main.of(command);
    }
}
