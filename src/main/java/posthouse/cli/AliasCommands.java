package posthouse.cli;

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
        description = "Further addresses of accounts.",
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

    @Command(name = "add", description = "Give an account a further address.")
    static final class Add implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ALIAS", description = "The address.")
        private String alias = "";

        @Parameters(index = "1", paramLabel = "ACCOUNT", description = "Who gets its mail.")
        private String account = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new AliasOperation.Add(alias, account));
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

    @Command(name = "remove", description = "Take an alias away.")
    static final class Remove implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "ALIAS", description = "The address.")
        private String alias = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new AliasOperation.Remove(alias));
        }
    }
}
