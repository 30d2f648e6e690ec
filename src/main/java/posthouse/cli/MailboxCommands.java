package posthouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import posthouse.control.MailboxOperation;

/// `posthouse mailbox …`.
@Command(
        name = "mailbox",
        description = "An account's mailboxes.",
        synopsisSubcommandLabel = "COMMAND")
final class MailboxCommands extends Commands {
    @Command(description = "List the mailboxes.")
    int list(
            @Parameters(paramLabel = "ACCOUNT", description = "The account.") String account,
            @Mixin Json json)
            throws Exception {
        return ask(new MailboxOperation.ListAll(account), json);
    }

    @Command(description = "Create a mailbox, and those above it.")
    int create(
            @Parameters(paramLabel = "ACCOUNT", description = "The account.") String account,
            @Parameters(paramLabel = "NAME", description = "Its name; '/' between levels.")
                    String name)
            throws Exception {
        return ask(new MailboxOperation.Create(account, name));
    }

    @Command(description = "Rename a mailbox and those below it.")
    int rename(
            @Parameters(paramLabel = "ACCOUNT", description = "The account.") String account,
            @Parameters(paramLabel = "NAME", description = "Its name.") String from,
            @Parameters(paramLabel = "NEW", description = "Its new name.") String to)
            throws Exception {
        return ask(new MailboxOperation.Rename(account, from, to));
    }

    @Command(description = "Delete a mailbox; it can be brought back for a time.")
    int delete(
            @Parameters(paramLabel = "ACCOUNT", description = "The account.") String account,
            @Parameters(paramLabel = "NAME", description = "Its name.") String name)
            throws Exception {
        return ask(new MailboxOperation.Delete(account, name));
    }
}
