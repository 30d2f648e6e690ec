package posthouse.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `posthouse completion`.
@Command(
        name = "completion",
        description = {
            "Print what completes commands in a shell; for the one at hand, say"
                    + " 'source <(posthouse completion bash)'.",
        })
final class CompletionCommand implements Callable<Integer> {
    /// The shells that can be served.
    enum Shell {
        BASH,
        ZSH
    }

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            defaultValue = "bash",
            paramLabel = "SHELL",
            description = "${COMPLETION-CANDIDATES}; both get the same.")
    @SuppressWarnings("UnusedVariable") // picocli checks it and completes it
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        Main main = Main.of(spec);
        // One script serves both: it turns on bash's functions where it finds itself in zsh.
        var line = java.util.Objects.requireNonNull(spec).root().commandLine();
        main.out().print(AutoComplete.bash("posthouse", line));
        main.out().flush();
        return ExitStatus.DONE;
    }
}
