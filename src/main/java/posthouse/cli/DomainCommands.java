package posthouse.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.control.DomainOperation;

/// `posthouse domain …`.
@Command(
        name = "domain",
        description = "The domains whose mail is ours.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DomainCommands.Add.class,
            DomainCommands.ListAll.class,
            DomainCommands.Show.class,
            DomainCommands.Remove.class,
        })
final class DomainCommands implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        Main.usage(spec);
    }

    @Command(name = "add", description = "Take mail for a domain.")
    static final class Add implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
        private String domain = "";

        @Option(
                names = "--catch-all",
                paramLabel = "ADDRESS",
                description = "The account that gets what nobody has; '' for nobody.")
        private @Nullable String catchAll;

        @Override
        public Integer call() throws Exception {
            return asking.show(new DomainOperation.Add(domain, Optional.ofNullable(catchAll)));
        }
    }

    @Command(name = "list", description = "List the domains.")
    static final class ListAll implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Override
        public Integer call() throws Exception {
            return asking.show(new DomainOperation.ListAll(), json.wanted());
        }
    }

    @Command(name = "show", description = "List a domain's addresses.")
    static final class Show implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();
        @Mixin private final Json json = new Json();

        @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
        private String domain = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new DomainOperation.Show(domain), json.wanted());
        }
    }

    @Command(
            name = "remove",
            description = "Take no more mail for a domain in which nobody has an address.")
    static final class Remove implements Callable<Integer> {
        @Mixin private final Asking asking = new Asking();

        @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
        private String domain = "";

        @Override
        public Integer call() throws Exception {
            return asking.show(new DomainOperation.Remove(domain));
        }
    }
}
