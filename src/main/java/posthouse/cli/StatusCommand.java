package posthouse.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import posthouse.control.Status;

/// `posthouse status`.
@Command(name = "status", description = "Show what the running server is doing.")
final class StatusCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private final Json json = new Json();

    @Override
    public Integer call() throws Exception {
        return Main.of(spec).ask(new Status(), json.wanted());
    }
}
