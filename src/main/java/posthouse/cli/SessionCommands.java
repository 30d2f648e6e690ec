package posthouse.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.control.SessionOperation;

/// `posthouse session …`.
@Command(
        name = "session",
        description = "Who is logged in.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SessionCommands.ListAll.class,
            SessionCommands.Kick.class,
            SessionCommands.Trace.class,
        })
final class SessionCommands implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Main.usage(spec);
    }

    @Command(name = "list", description = "List the sessions.")
    static final class ListAll implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "ACCOUNT",
                description = "Only those of this account.")
        private @Nullable String account;

        @Override
        public Integer call() throws Exception {
            return asking.show(
                    new SessionOperation.ListAll(Optional.ofNullable(account)), json.wanted());
        }
    }

    @Command(name = "kick", description = "End an account's sessions, or one.")
    static final class Kick implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(
                index = "0",
                paramLabel = "ACCOUNT|CONNECTION",
                description = "An account, or a connection as 'session list' shows it.")
        private String which = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new SessionOperation.Kick(which));
        }
    }

    @Command(
            name = "trace",
            description =
                    "Write an account's conversations to files in DATA/traces; passwords are"
                            + " masked, mail is not.")
    static final class Trace implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account.")
        private String account = "";

        @Parameters(index = "1", paramLabel = "on|off", description = "Begin, or end.")
        private OnOff state = OnOff.OFF;

        @Override
        public Integer call() throws Exception {
            return asking.show(new SessionOperation.Trace(account, state == OnOff.ON));
        }
    }
}
