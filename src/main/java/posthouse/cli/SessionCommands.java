package posthouse.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import posthouse.control.SessionOperation;

/// `posthouse session …`.
@Command(name = "session", description = "Who is logged in.", synopsisSubcommandLabel = "COMMAND")
final class SessionCommands extends Commands {
    @Command(description = "List the sessions.")
    int list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "ACCOUNT",
                            description = "Only those of this account.")
                    Optional<String> account,
            @Mixin Json json)
            throws Exception {
        return ask(new SessionOperation.ListAll(account), json);
    }

    @Command(description = "End an account's sessions, or one.")
    int kick(
            @Parameters(
                            paramLabel = "ACCOUNT|CONNECTION",
                            description = "An account, or a connection as 'session list' shows it.")
                    String which)
            throws Exception {
        return ask(new SessionOperation.Kick(which));
    }

    @Command(
            description =
                    "Write an account's conversations to files in DATA/traces; passwords are"
                            + " masked, mail is not.")
    int trace(
            @Parameters(paramLabel = "ACCOUNT", description = "The account.") String account,
            @Parameters(paramLabel = "on|off", description = "Begin, or end.") OnOff state)
            throws Exception {
        return ask(new SessionOperation.Trace(account, state == OnOff.ON));
    }
}
