package posthouse.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.control.MessageTrace;
import posthouse.time.Clock;

/// `posthouse trace`.
@Command(
        name = "trace",
        description =
                "Show what became of messages: from the connection that brought them to the mailbox"
                        + " they are in, or to what another server said of them.")
final class TraceCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private final Json json = new Json();

    @Parameters(
            index = "0",
            paramLabel = "ADDRESS|MESSAGE-ID|ID",
            description =
                    "A sender or recipient, or @DOMAIN for all there; a Message-ID; or an id, as the"
                            + " log, answers to senders and 'queue list' have it.")
    private String which = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Only messages to which something happened so long ago or less, as 2h or 2d;"
                            + " else all that are kept (log.journal-time).")
    private @Nullable Duration since;

    @Override
    public Integer call() throws Exception {
        Main main = Main.of(spec);
        var earliest = Optional.ofNullable(since).map(Clock.system().now()::minus);
        var found = main.reach().ask(new MessageTrace(which, earliest));
        if (json.wanted()) {
            main.printer().print(found, true);
        } else {
            TraceTexts.lines(found).forEach(main.out()::println);
        }
        return ExitStatus.DONE;
    }
}
