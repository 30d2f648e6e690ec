package posthouse.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `posthouse help`.
@Command(name = "help", description = "Show how a command is used.")
final class HelpCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command; else all.")
    private List<String> words = List.of();

    @Override
    public Integer call() throws CommandFailed {
        CommandLine line = Objects.requireNonNull(spec).root().commandLine();
        for (String word : words) {
            CommandLine next = line.getSubcommands().get(word);
            if (next == null) {
                throw new CommandFailed(ExitStatus.USAGE, "there is no command '" + word + "'");
            }
            line = next;
        }
        line.usage(Main.of(spec).out());
        return ExitStatus.DONE;
    }
}
