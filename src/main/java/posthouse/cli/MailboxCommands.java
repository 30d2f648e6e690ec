package posthouse.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.control.MailboxOperation;

/// `posthouse mailbox …`.
@Command(
        name = "mailbox",
        description = "An account's mailboxes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            MailboxCommands.ListAll.class,
            MailboxCommands.Create.class,
            MailboxCommands.Rename.class,
            MailboxCommands.Delete.class,
        })
final class MailboxCommands implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Main.usage(spec);
    }

    @Command(name = "list", description = "List the mailboxes.")
    static final class ListAll implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account.")
        private String account = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new MailboxOperation.ListAll(account), json.wanted());
        }
    }

    @Command(name = "create", description = "Create a mailbox, and those above it.")
    static final class Create implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account.")
        private String account = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "Its name; '/' between levels.")
        private String name = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new MailboxOperation.Create(account, name));
        }
    }

    @Command(name = "rename", description = "Rename a mailbox and those below it.")
    static final class Rename implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account.")
        private String account = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
        private String from = "";

        @Parameters(index = "2", paramLabel = "NEW", description = "Its new name.")
        private String to = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new MailboxOperation.Rename(account, from, to));
        }
    }

    @Command(name = "delete", description = "Delete a mailbox; it can be brought back for a time.")
    static final class Delete implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account.")
        private String account = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new MailboxOperation.Delete(account, name));
        }
    }
}
