package posthouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import posthouse.control.QueueOperation;

/// Which messages something is done to: those that are named or that some options choose, or all,
/// but then that is said.
@Command
final class QueueChoice {
    @Mixin private final QueueFilter filter = new QueueFilter();

    @Option(names = "--all", description = "Everything in the queue.")
    private boolean all;

    QueueOperation.Which which() throws CommandFailed {
        if (filter.isEmpty() != all) {
            throw new CommandFailed(
                    ExitStatus.USAGE,
                    all
                            ? "--all goes with no message and no option that chooses some"
                            : "name messages, choose some by --from, --to, --domain and the"
                                    + " like, or say --all");
        }
        return filter.which();
    }
}
