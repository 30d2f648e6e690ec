package posthouse.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.control.GroupOperation;

/// `posthouse group …`.
@Command(
        name = "group",
        description = "Addresses of several people, with an owner.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            GroupCommands.Add.class,
            GroupCommands.ListAll.class,
            GroupCommands.Show.class,
            GroupCommands.Remove.class,
        })
final class GroupCommands implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Main.usage(spec);
    }

    @Command(name = "add", description = "Make a group, give it members, or change it.")
    static final class Add implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The group.")
        private String group = "";

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "MEMBER",
                description = "Accounts, aliases, groups, addresses elsewhere.")
        private List<String> members = List.of();

        @Option(
                names = "--owner",
                paramLabel = "ADDRESS",
                description = "Who hears what could not be delivered; '': nobody but the sender.")
        private @Nullable String owner;

        @Option(
                names = "--members-only",
                negatable = true,
                description = "Only those who get its mail, and the owner, may write to it.")
        private @Nullable Boolean membersOnly;

        @Override
        public Integer call() throws Exception {
            return asking.show(
                    new GroupOperation.Add(
                            group,
                            members,
                            Optional.ofNullable(owner),
                            Optional.ofNullable(membersOnly)));
        }
    }

    @Command(name = "list", description = "List groups.")
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
                    new GroupOperation.ListAll(Optional.ofNullable(domain)), json.wanted());
        }
    }

    @Command(name = "show", description = "Show a group and its members.")
    static final class Show implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The group.")
        private String group = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new GroupOperation.Show(group), json.wanted());
        }
    }

    @Command(name = "remove", description = "Take a group away, or some of its members.")
    static final class Remove implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The group.")
        private String group = "";

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "MEMBER",
                description = "Only these.")
        private List<String> members = List.of();

        @Override
        public Integer call() throws Exception {
            return asking.show(new GroupOperation.Remove(group, members));
        }
    }
}
