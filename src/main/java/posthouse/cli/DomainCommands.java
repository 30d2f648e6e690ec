package posthouse.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posthouse.control.DomainOperation;

/// `posthouse domain …`.
@Command(
        name = "domain",
        description = "The domains whose mail is ours.",
        synopsisSubcommandLabel = "COMMAND")
final class DomainCommands extends Commands {
    @Command(description = "Take mail for a domain.")
    int add(
            @Parameters(paramLabel = "DOMAIN", description = "The domain.") String domain,
            @Option(
                            names = "--catch-all",
                            paramLabel = "ADDRESS",
                            description = "The account that gets what nobody has; '' for nobody.")
                    Optional<String> catchAll)
            throws Exception {
        return ask(new DomainOperation.Add(domain, catchAll));
    }

    @Command(description = "List the domains.")
    int list(@Mixin Json json) throws Exception {
        return ask(new DomainOperation.ListAll(), json);
    }

    @Command(description = "List a domain's addresses.")
    int show(
            @Parameters(paramLabel = "DOMAIN", description = "The domain.") String domain,
            @Mixin Json json)
            throws Exception {
        return ask(new DomainOperation.Show(domain), json);
    }

    @Command(description = "Take no more mail for a domain in which nobody has an address.")
    int remove(@Parameters(paramLabel = "DOMAIN", description = "The domain.") String domain)
            throws Exception {
        return ask(new DomainOperation.Remove(domain));
    }
}
