package posthouse.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posthouse.control.ForwardOperation;

/// `posthouse account forward`.
@Command(name = "forward", description = "Show or change where an account's mail goes on to.")
final class ForwardCommand implements Callable<Integer> {
    @Mixin private final Asking asking = new Asking();
    @Mixin private final Json json = new Json();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
    private String address = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "TO",
            description = "Addresses here or elsewhere, in place of those that were.")
    private List<String> to = List.of();

    @Option(
            names = "--keep",
            negatable = true,
            description = "The account has it too (so it is unless you say --no-keep).")
    private @Nullable Boolean keep;

    @Option(names = "--off", description = "Nowhere any more.")
    private boolean off;

    @Override
    public Integer call() throws Exception {
        return asking.show(
                new ForwardOperation(address, to, Optional.ofNullable(keep), off), json.wanted());
    }
}
