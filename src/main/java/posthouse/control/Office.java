package posthouse.control;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.auth.Credentials;
import posthouse.config.Settings;
import posthouse.journal.Lookup;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.AddressEntry;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailRefusal;

/// What operations work with: an opened store, and the running server where there is one.
///
/// @param data the data folder
/// @param journal what became of messages, up to now
/// @param live empty where the command line has opened the store itself
public record Office(
        Path data,
        Settings.Mailbox settings,
        SecureRandom random,
        Accounts accounts,
        Directory directory,
        Credentials credentials,
        Supplier<Lookup> journal,
        Optional<Live> live) {

    /// The account that has `text` as its own address; without an @ the first domain is meant.
    ///
    /// @throws Refused if there is none, or the address is an alias
    Account account(String text) throws Refused, MailRefusal {
        Address address = address(text);
        return switch (directory.entry(address).orElse(null)) {
            case null -> throw new Refused("there is no account " + address);
            case AddressEntry.Own own -> accounts.openAny(own.account());
            case AddressEntry.Alias alias when alias.group().isPresent() ->
                    throw new Refused(address + " is a group");
            case AddressEntry.Alias alias ->
                    throw new Refused(address + " is an alias of " + Targets.list(alias.targets()));
        };
    }

    /// `text` as an address; without an @ in the first domain.
    Address address(String text) throws Refused {
        String whole = text;
        if (text.indexOf('@') < 0) {
            Domain first =
                    directory
                            .firstDomain()
                            .orElseThrow(() ->
                                    new Refused(
                                            "there is no domain yet: posthouse domain add"
                                                    + " DOMAIN"));
            whole = text + "@" + first;
        }
        return Address.parse(whole).orElseThrow(() -> new Refused("'" + text + "' is no address"));
    }

    /// A domain that is ours.
    Domain domain(String text) throws Refused {
        Domain domain = newDomain(text);
        if (!directory.isLocal(domain)) {
            String ours =
                    String.join(", ", directory.domains().stream().map(Domain::unicode).toList());
            throw new Refused(
                    domain.unicode()
                            + " is none of our domains"
                            + (ours.isEmpty() ? "; there is none yet" : "; they are " + ours));
        }
        return domain;
    }

    static Domain newDomain(String text) throws Refused {
        return Domain.parse(text)
                .orElseThrow(() -> new Refused("'" + text + "' is no domain name"));
    }

    /// Ends the account's sessions in every protocol.
    ///
    /// @return how many
    int endSessions(long account) {
        return live.map(server ->
                        server.sessions().end(session -> session.login().account() == account))
                .orElse(0);
    }

    int sessionsOf(long account) {
        return live.map(server ->
                        (int)
                                server.sessions().all().stream()
                                        .filter(it -> it.login().account() == account)
                                        .count())
                .orElse(0);
    }

    /// What only a running server has.
    Live server() throws Refused {
        return live.orElseThrow(() -> new Refused("no server is running"));
    }
}
