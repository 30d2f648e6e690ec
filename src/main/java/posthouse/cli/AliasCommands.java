package posthouse.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.control.AliasOperation;

/// `posthouse alias …`.
@Command(
        name = "alias",
        description = "Addresses that stand for others, here or elsewhere.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AliasCommands.Add.class,
            AliasCommands.ListAll.class,
            AliasCommands.Remove.class,
        })
final class AliasCommands implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Main.usage(spec);
    }

    @Command(name = "add", description = "Make an alias, or give it further targets.")
    static final class Add implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ALIAS", description = "The address.")
        private String alias = "";

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "TARGET",
                description = "Who gets its mail: accounts, aliases, addresses elsewhere.")
        private List<String> targets = List.of();

        @Override
        public Integer call() throws Exception {
            return asking.show(new AliasOperation.Add(alias, targets));
        }
    }

    @Command(name = "list", description = "List aliases.")
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
                    new AliasOperation.ListAll(Optional.ofNullable(domain)), json.wanted());
        }
    }

    @Command(name = "remove", description = "Take an alias away, or some of its targets.")
    static final class Remove implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ALIAS", description = "The address.")
        private String alias = "";

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "TARGET",
                description = "Only these.")
        private List<String> targets = List.of();

        @Override
        public Integer call() throws Exception {
            return asking.show(new AliasOperation.Remove(alias, targets));
        }
    }
}
