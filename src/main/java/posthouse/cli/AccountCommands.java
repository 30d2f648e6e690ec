package posthouse.cli;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.config.ByteSize;
import posthouse.control.AccountOperation;
import posthouse.mailbox.Pop3Policy;

/// `posthouse account …`.
@Command(
        name = "account",
        description = "The accounts.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AccountCommands.Add.class,
            AccountCommands.ListAll.class,
            AccountCommands.Show.class,
            AccountCommands.Passwd.class,
            AccountCommands.Disable.class,
            AccountCommands.Enable.class,
            AccountCommands.Remove.class,
            AccountCommands.Quota.class,
            AccountCommands.Pop3.class,
            AccountCommands.Sending.class,
            ForwardCommand.class,
        })
final class AccountCommands implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Main.usage(spec);
    }

    @Command(
            name = "add",
            description = "Make an account. Without a password, one is made and shown.")
    static final class Add implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();
        @Mixin private final PasswordOptions password = new PasswordOptions();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        private String address = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(
                    new AccountOperation.Add(
                            address, password.password(asking.main()), password.hash()),
                    json.wanted());
        }
    }

    @Command(name = "list", description = "List the accounts.")
    static final class ListAll implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "DOMAIN",
                description = "Only those of this domain.")
        private @Nullable String domain;

        @Override
        public Integer call() throws Exception {
            return asking.show(
                    new AccountOperation.ListAll(Optional.ofNullable(domain)), json.wanted());
        }
    }

    @Command(name = "show", description = "Show everything about an account.")
    static final class Show implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        private String address = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new AccountOperation.Show(address), json.wanted());
        }
    }

    @Command(
            name = "passwd",
            description =
                    "Change the password and end the sessions. Without a password, one is made and"
                            + " shown.")
    static final class Passwd implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();
        @Mixin private final PasswordOptions password = new PasswordOptions();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        private String address = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(
                    new AccountOperation.Passwd(
                            address, password.password(asking.main()), password.hash()),
                    json.wanted());
        }
    }

    @Command(
            name = "disable",
            description = "Let nobody log in, and end the sessions. Mail is still taken.")
    static final class Disable implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        private String address = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new AccountOperation.Disable(address));
        }
    }

    @Command(name = "enable", description = "Let the owner log in again.")
    static final class Enable implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        private String address = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new AccountOperation.Enable(address));
        }
    }

    @Command(
            name = "remove",
            description = "Remove an account and its aliases. Its mail is kept for a time.")
    static final class Remove implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        private String address = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new AccountOperation.Remove(address));
        }
    }

    @Command(name = "quota", description = "Show or change how much mail an account may have.")
    static final class Quota implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        private String address = "";

        @Option(
                names = "--bytes",
                paramLabel = "SIZE",
                converter = SizeConverter.class,
                description = "What its messages may take, as 5GiB; 0: no limit.")
        private @Nullable ByteSize bytes;

        @Option(
                names = "--messages",
                paramLabel = "COUNT",
                description = "How many it may have; 0: no limit.")
        private @Nullable Long messages;

        @Override
        public Integer call() throws Exception {
            return asking.show(
                    new AccountOperation.Quota(
                            address, limit(bytes == null ? null : bytes.bytes()), limit(messages)),
                    json.wanted());
        }

        private static OptionalLong limit(@Nullable Long given) {
            return given == null ? OptionalLong.empty() : OptionalLong.of(given);
        }
    }

    @Command(
            name = "pop3",
            description = "Show or change what the end of a POP3 session does to messages.")
    static final class Pop3 implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        private String address = "";

        @Option(
                names = "--on-delete",
                paramLabel = "X",
                description =
                        "What happens to messages marked with DELE: ${COMPLETION-CANDIDATES}.")
        private Pop3Policy.@Nullable Action onDelete;

        @Option(
                names = "--on-retrieve",
                paramLabel = "Y",
                description =
                        "What happens to messages fetched and not marked:"
                                + " ${COMPLETION-CANDIDATES}.")
        private Pop3Policy.@Nullable Action onRetrieve;

        @Override
        public Integer call() throws Exception {
            return asking.show(
                    new AccountOperation.Pop3(
                            address,
                            Optional.ofNullable(onDelete),
                            Optional.ofNullable(onRetrieve)),
                    json.wanted());
        }
    }

    @Command(
            name = "sending",
            description = "Show or change how many recipients an account may write to in a day.")
    static final class Sending implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The account.")
        private String address = "";

        @Option(
                names = "--per-day",
                paramLabel = "COUNT",
                description = "A number of its own; 0: it can send nothing.")
        private @Nullable Long perDay;

        @Option(
                names = "--as-others",
                description = "No number of its own, but smtp.recipients-per-day-max.")
        private boolean asOthers;

        @Override
        public Integer call() throws Exception {
            return asking.show(
                    new AccountOperation.Sending(address, Quota.limit(perDay), asOthers),
                    json.wanted());
        }
    }
}
