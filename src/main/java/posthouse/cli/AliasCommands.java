package posthouse.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import posthouse.control.AliasOperation;

/// `posthouse alias …`.
@Command(
        name = "alias",
        description = "Addresses that stand for others, here or elsewhere.",
        synopsisSubcommandLabel = "COMMAND")
final class AliasCommands extends Commands {
    @Command(description = "Make an alias, or give it further targets.")
    int add(
            @Parameters(paramLabel = "ALIAS", description = "The address.") String alias,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "TARGET",
                            description =
                                    "Who gets its mail: accounts, aliases, addresses elsewhere.")
                    List<String> targets)
            throws Exception {
        return ask(new AliasOperation.Add(alias, targets));
    }

    @Command(description = "List aliases.")
    int list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "DOMAIN",
                            description = "Only those of this domain.")
                    Optional<String> domain,
            @Mixin Json json)
            throws Exception {
        return ask(new AliasOperation.ListAll(domain), json);
    }

    @Command(description = "Take an alias away, or some of its targets.")
    int remove(
            @Parameters(paramLabel = "ALIAS", description = "The address.") String alias,
            @Parameters(arity = "0..*", paramLabel = "TARGET", description = "Only these.")
                    @Nullable List<String> targets)
            throws Exception {
        return ask(new AliasOperation.Remove(alias, given(targets)));
    }
}
