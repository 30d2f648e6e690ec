package posthouse.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.control.QueueOperation;
import posthouse.time.Clock;
import tools.jackson.databind.JsonNode;

/// `posthouse queue …`.
@Command(
        name = "queue",
        description = "Mail that waits to go out.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QueueCommands.ListAll.class,
            QueueCommands.Show.class,
            QueueCommands.Hold.class,
            QueueCommands.Release.class,
            QueueCommands.Retry.class,
            QueueCommands.Drop.class,
            QueueCommands.Bounce.class,
        })
final class QueueCommands implements Runnable {
    private static final String LIMIT = "1000";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Main.usage(spec);
    }

    @Command(name = "list", description = "List what waits, the oldest first.")
    static final class ListAll implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();
        @Mixin private final QueueFilter filter = new QueueFilter();

        @Option(
                names = "--limit",
                paramLabel = "COUNT",
                defaultValue = LIMIT,
                description = "How many; ${DEFAULT-VALUE} else.")
        private int limit;

        @Override
        public Integer call() throws Exception {
            Main main = asking.main();
            JsonNode list = main.reach().ask(new QueueOperation.ListAll(filter.which(), limit));
            main.printer()
                    .print(
                            json.wanted() ? list : QueueTexts.table(list, Clock.system().now()),
                            json.wanted());
            return ExitStatus.DONE;
        }
    }

    @Command(name = "show", description = "Show everything about a message, but for its text.")
    static final class Show implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(index = "0", paramLabel = "ID", description = "The message.")
        private String id = "";

        @Override
        public Integer call() throws Exception {
            Main main = asking.main();
            JsonNode shown = main.reach().ask(new QueueOperation.Show(id));
            if (json.wanted()) {
                main.printer().print(shown, true);
            } else {
                main.printer().print(QueueTexts.parts(shown), false);
                main.out().println();
                QueueTexts.header(shown).forEach(main.out()::println);
                main.out().flush();
            }
            return ExitStatus.DONE;
        }
    }

    /// What is asked of those that a filter means. Does something to messages: those that are
    /// named, or all that some options choose.
    abstract static class Change implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final QueueFilter filter = new QueueFilter();

        @Option(names = "--all", description = "Everything in the queue.")
        private boolean all;

        abstract QueueOperation operation(QueueOperation.Which which);

        @Override
        public Integer call() throws Exception {
            return asking.show(operation(filter.which(all)));
        }
    }

    /// One that loses something.
    abstract static class Losing extends Change {
        @Option(names = "--yes", description = "Also where it is more than one message.")
        private boolean yes;

        boolean isConfirmed() {
            return yes;
        }
    }

    @Command(name = "hold", description = "Stop messages until they are released.")
    static final class Hold extends Change {
        @Override
        QueueOperation operation(QueueOperation.Which which) {
            return new QueueOperation.Hold(which);
        }
    }

    @Command(name = "release", description = "Let messages go on that were held.")
    static final class Release extends Change {
        @Override
        QueueOperation operation(QueueOperation.Which which) {
            return new QueueOperation.Release(which);
        }
    }

    @Command(
            name = "retry",
            description =
                    "Try now what waits for a later time; not what is held, nor what its sender"
                            + " wants to leave later.")
    static final class Retry extends Change {
        @Override
        QueueOperation operation(QueueOperation.Which which) {
            return new QueueOperation.Retry(which);
        }
    }

    @Command(name = "drop", description = "Take recipients away. Their sender hears nothing.")
    static final class Drop extends Losing {
        @Override
        QueueOperation operation(QueueOperation.Which which) {
            return new QueueOperation.Drop(which, isConfirmed());
        }
    }

    @Command(
            name = "bounce",
            description =
                    "Give recipients up now, with a report to the sender; reports themselves are"
                            + " left alone.")
    static final class Bounce extends Losing {
        @Override
        QueueOperation operation(QueueOperation.Which which) {
            return new QueueOperation.Bounce(which, isConfirmed());
        }
    }
}
