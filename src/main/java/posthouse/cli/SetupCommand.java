package posthouse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthouse.address.Domain;
import posthouse.config.ConfigError;
import posthouse.control.AccountOperation;
import posthouse.control.DomainOperation;
import posthouse.control.Secret;
import tools.jackson.databind.JsonNode;

/// `posthouse setup`.
@Command(
        name = "setup",
        description = {
            "Prepare a data folder for a domain: the first account, a configuration that listens"
                    + " publicly, a certificate. Says what is still missing.",
            "It asks only where standard input is a terminal.",
        })
final class SetupCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain of the addresses.")
    private String domain = "";

    @Option(
            names = "--account",
            paramLabel = "A",
            description = "The first account; it gets the postmaster's mail too.")
    private @Nullable String account;

    @Option(
            names = "--password-stdin",
            description = "Read its password from the first line of standard input.")
    private boolean passwordFromInput;

    @Option(
            names = "--cert",
            paramLabel = "F",
            description = "The certificate chain, PEM; else a self-signed one is made.")
    private @Nullable Path cert;

    @Option(names = "--key", paramLabel = "F", description = "Its private key, PEM.")
    private @Nullable Path key;

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            description = "An address to listen on; else all of this machine.")
    private List<String> listen = List.of("0.0.0.0", "::");

    @Override
    public Integer call() throws Exception {
        Main main = Main.of(spec);
        Domain domain =
                Domain.parse(this.domain)
                        .orElseThrow(() ->
                                new CommandFailed(
                                        ExitStatus.USAGE,
                                        "'" + this.domain + "' is no domain name"));
        if ((cert == null) != (key == null)) {
            throw new CommandFailed(ExitStatus.USAGE, "--cert and --key go together");
        }
        var file = SetupFile.of(main, domain, listen, cert, key);
        file.checkCertificate();
        String address = address(main, domain);
        Optional<Secret> password = password(main, address);
        main.reach().make();
        main.out().println(file.write());
        main.printer().print(main.reach().ask(domainOf(domain)), false);
        account(main, address, password);
        new SetupReport(main, domain, file).print();
        return ExitStatus.DONE;
    }

    private static DomainOperation.Add domainOf(Domain domain) {
        return new DomainOperation.Add(domain.name(), Optional.empty());
    }

    private String address(Main main, Domain domain) throws CommandFailed, IOException {
        String standard = "postmaster@" + domain.unicode();
        String chosen = account;
        if (chosen == null) {
            chosen =
                    main.surroundings().terminal()
                            ? main.ask("The first account's address", standard)
                            : standard;
        }
        return chosen.contains("@") ? chosen : chosen + "@" + domain.unicode();
    }

    private Optional<Secret> password(Main main, String address) throws CommandFailed, IOException {
        if (passwordFromInput) {
            return Optional.of(new Secret(main.surroundings().line()));
        }
        if (!main.surroundings().terminal()) {
            return Optional.empty();
        }
        String typed = main.askSecret("Password of " + address + " (empty: one is made)");
        return typed.isEmpty() ? Optional.empty() : Optional.of(new Secret(typed));
    }

    /// Running setup again for the same domain leaves the account as it is.
    private static void account(Main main, String address, Optional<Secret> password)
            throws CommandFailed, ConfigError {
        JsonNode known = main.reach().ask(new AccountOperation.ListAll(Optional.empty()));
        boolean isThere =
                known.values().stream()
                        .anyMatch(row -> row.path("address").asString().equals(address));
        if (isThere) {
            main.out().println("the account " + address + " is there already, and stays as it is");
            return;
        }
        JsonNode made =
                main.reach().ask(new AccountOperation.Add(address, password, Optional.empty()));
        main.out().println("the account " + made.path("address").asString() + " is there");
        if (made.path("password").isString()) {
            main.out().println("its password, shown only now: " + made.path("password").asString());
        }
    }
}
