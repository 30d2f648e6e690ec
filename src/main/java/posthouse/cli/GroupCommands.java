package posthouse.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posthouse.control.GroupOperation;

/// `posthouse group …`.
@Command(
        name = "group",
        description = "Addresses of several people, with an owner.",
        synopsisSubcommandLabel = "COMMAND")
final class GroupCommands extends Commands {
    @Command(description = "Make a group, give it members, or change it.")
    int add(
            @Parameters(paramLabel = "ADDRESS", description = "The group.") String group,
            @Parameters(
                            arity = "0..*",
                            paramLabel = "MEMBER",
                            description = "Accounts, aliases, groups, addresses elsewhere.")
                    @Nullable List<String> members,
            @Option(
                            names = "--owner",
                            paramLabel = "ADDRESS",
                            description =
                                    "Who hears what could not be delivered; '': nobody but the sender.")
                    Optional<String> owner,
            @Option(
                            names = "--members-only",
                            negatable = true,
                            description =
                                    "Only those who get its mail, and the owner, may write to it.")
                    Optional<Boolean> membersOnly)
            throws Exception {
        return ask(new GroupOperation.Add(group, given(members), owner, membersOnly));
    }

    @Command(description = "List groups.")
    int list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "DOMAIN",
                            description = "Only those of this domain.")
                    Optional<String> domain,
            @Mixin Json json)
            throws Exception {
        return ask(new GroupOperation.ListAll(domain), json);
    }

    @Command(description = "Show a group and its members.")
    int show(
            @Parameters(paramLabel = "ADDRESS", description = "The group.") String group,
            @Mixin Json json)
            throws Exception {
        return ask(new GroupOperation.Show(group), json);
    }

    @Command(description = "Take a group away, or some of its members.")
    int remove(
            @Parameters(paramLabel = "ADDRESS", description = "The group.") String group,
            @Parameters(arity = "0..*", paramLabel = "MEMBER", description = "Only these.")
                    @Nullable List<String> members)
            throws Exception {
        return ask(new GroupOperation.Remove(group, given(members)));
    }
}
