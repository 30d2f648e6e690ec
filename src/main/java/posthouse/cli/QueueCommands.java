package posthouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posthouse.control.QueueOperation;
import posthouse.time.Clock;
import tools.jackson.databind.JsonNode;

/// `posthouse queue …`.
@Command(
        name = "queue",
        description = "Mail that waits to go out.",
        synopsisSubcommandLabel = "COMMAND")
final class QueueCommands extends Commands {
    private static final String LIMIT = "1000";

    @Command(description = "List what waits, the oldest first.")
    int list(
            @Mixin QueueFilter filter,
            @Option(
                            names = "--limit",
                            paramLabel = "COUNT",
                            defaultValue = LIMIT,
                            description = "How many; ${DEFAULT-VALUE} else.")
                    int limit,
            @Mixin Json json)
            throws Exception {
        JsonNode list = main().reach().ask(new QueueOperation.ListAll(filter.which(), limit));
        main().printer()
                .print(
                        json.wanted() ? list : QueueTexts.table(list, Clock.system().now()),
                        json.wanted());
        return ExitStatus.DONE;
    }

    @Command(description = "Show everything about a message, but for its text.")
    int show(
            @Parameters(paramLabel = "ID", description = "The message.") String id,
            @Mixin Json json)
            throws Exception {
        JsonNode shown = main().reach().ask(new QueueOperation.Show(id));
        if (json.wanted()) {
            main().printer().print(shown, true);
        } else {
            main().printer().print(QueueTexts.parts(shown), false);
            main().out().println();
            QueueTexts.header(shown).forEach(main().out()::println);
            main().out().flush();
        }
        return ExitStatus.DONE;
    }

    @Command(description = "Stop messages until they are released.")
    int hold(@Mixin QueueChoice choice) throws Exception {
        return ask(new QueueOperation.Hold(choice.which()));
    }

    @Command(description = "Let messages go on that were held.")
    int release(@Mixin QueueChoice choice) throws Exception {
        return ask(new QueueOperation.Release(choice.which()));
    }

    @Command(
            description =
                    "Try now what waits for a later time; not what is held, nor what its sender"
                            + " wants to leave later.")
    int retry(@Mixin QueueChoice choice) throws Exception {
        return ask(new QueueOperation.Retry(choice.which()));
    }

    @Command(description = "Take recipients away. Their sender hears nothing.")
    int drop(
            @Mixin QueueChoice choice,
            @Option(names = "--yes", description = "Also where it is more than one message.")
                    boolean yes)
            throws Exception {
        return ask(new QueueOperation.Drop(choice.which(), yes));
    }

    @Command(
            description =
                    "Give recipients up now, with a report to the sender; reports themselves are"
                            + " left alone.")
    int bounce(
            @Mixin QueueChoice choice,
            @Option(names = "--yes", description = "Also where it is more than one message.")
                    boolean yes)
            throws Exception {
        return ask(new QueueOperation.Bounce(choice.which(), yes));
    }
}
