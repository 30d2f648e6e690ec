package posthouse.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import posthouse.control.Status;

/// `posthouse status`.
@Command(name = "status", description = "Show what the running server is doing.")
final class StatusCommand implements Callable<Integer> {
    @Mixin private final Asking asking = new Asking();
    @Mixin private final Json json = new Json();

    @Override
    public Integer call() throws Exception {
        return asking.show(new Status(), json.wanted());
    }
}
