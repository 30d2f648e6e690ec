package posthouse.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posthouse.config.ByteSize;
import posthouse.control.AccountOperation;
import posthouse.control.ForwardOperation;
import posthouse.mailbox.Pop3Policy;

/// `posthouse account …`.
@Command(name = "account", description = "The accounts.", synopsisSubcommandLabel = "COMMAND")
final class AccountCommands extends Commands {
    @Command(description = "Make an account. Without a password, one is made and shown.")
    int add(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Mixin PasswordOptions password,
            @Mixin Json json)
            throws Exception {
        return ask(
                new AccountOperation.Add(address, password.password(main()), password.hash()),
                json);
    }

    @Command(description = "List the accounts.")
    int list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "DOMAIN",
                            description = "Only those of this domain.")
                    Optional<String> domain,
            @Mixin Json json)
            throws Exception {
        return ask(new AccountOperation.ListAll(domain), json);
    }

    @Command(description = "Show everything about an account.")
    int show(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Mixin Json json)
            throws Exception {
        return ask(new AccountOperation.Show(address), json);
    }

    @Command(
            description =
                    "Change the password and end the sessions. Without a password, one is made and"
                            + " shown.")
    int passwd(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Mixin PasswordOptions password,
            @Mixin Json json)
            throws Exception {
        return ask(
                new AccountOperation.Passwd(address, password.password(main()), password.hash()),
                json);
    }

    @Command(description = "Let nobody log in, and end the sessions. Mail is still taken.")
    int disable(@Parameters(paramLabel = "ADDRESS", description = "The account.") String address)
            throws Exception {
        return ask(new AccountOperation.Disable(address));
    }

    @Command(description = "Let the owner log in again.")
    int enable(@Parameters(paramLabel = "ADDRESS", description = "The account.") String address)
            throws Exception {
        return ask(new AccountOperation.Enable(address));
    }

    @Command(description = "Remove an account and its aliases. Its mail is kept for a time.")
    int remove(@Parameters(paramLabel = "ADDRESS", description = "The account.") String address)
            throws Exception {
        return ask(new AccountOperation.Remove(address));
    }

    @Command(description = "Show or change how much mail an account may have.")
    int quota(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Option(
                            names = "--bytes",
                            paramLabel = "SIZE",
                            converter = SizeConverter.class,
                            description = "What its messages may take, as 5GiB; 0: no limit.")
                    Optional<ByteSize> bytes,
            @Option(
                            names = "--messages",
                            paramLabel = "COUNT",
                            description = "How many it may have; 0: no limit.")
                    Optional<Long> messages,
            @Mixin Json json)
            throws Exception {
        return ask(
                new AccountOperation.Quota(
                        address, limit(bytes.map(ByteSize::bytes)), limit(messages)),
                json);
    }

    @Command(description = "Show or change what the end of a POP3 session does to messages.")
    int pop3(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Option(
                            names = "--on-delete",
                            paramLabel = "X",
                            description =
                                    "What happens to messages marked with DELE:"
                                            + " ${COMPLETION-CANDIDATES}.")
                    Optional<Pop3Policy.Action> onDelete,
            @Option(
                            names = "--on-retrieve",
                            paramLabel = "Y",
                            description =
                                    "What happens to messages fetched and not marked:"
                                            + " ${COMPLETION-CANDIDATES}.")
                    Optional<Pop3Policy.Action> onRetrieve,
            @Mixin Json json)
            throws Exception {
        return ask(new AccountOperation.Pop3(address, onDelete, onRetrieve), json);
    }

    @Command(description = "Show or change how many recipients an account may write to in a day.")
    int sending(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Option(
                            names = "--per-day",
                            paramLabel = "COUNT",
                            description = "A number of its own; 0: it can send nothing.")
                    Optional<Long> perDay,
            @Option(
                            names = "--as-others",
                            description = "No number of its own, but smtp.recipients-per-day-max.")
                    boolean asOthers,
            @Mixin Json json)
            throws Exception {
        return ask(new AccountOperation.Sending(address, limit(perDay), asOthers), json);
    }

    @Command(description = "Show or change where an account's mail goes on to.")
    int forward(
            @Parameters(paramLabel = "ADDRESS", description = "The account.") String address,
            @Parameters(
                            arity = "0..*",
                            paramLabel = "TO",
                            description =
                                    "Addresses here or elsewhere, in place of those that were.")
                    @Nullable List<String> to,
            @Option(
                            names = "--keep",
                            negatable = true,
                            description =
                                    "The account has it too (so it is unless you say --no-keep).")
                    Optional<Boolean> keep,
            @Option(names = "--off", description = "Nowhere any more.") boolean off,
            @Mixin Json json)
            throws Exception {
        return ask(new ForwardOperation(address, given(to), keep, off), json);
    }

    private static OptionalLong limit(Optional<Long> given) {
        return given.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
