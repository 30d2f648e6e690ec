package posthouse.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.mailbox.AddressEntry;
import posthouse.mailbox.AddressEntry.Alias;
import posthouse.mailbox.MailRefusal;

/// What operations on aliases, groups and forwards have in common.
final class Targets {
    private Targets() {}

    /// An address in one of our domains.
    static Address newAddress(Office office, String text) throws Refused {
        Address address = office.address(text);
        var _ = office.domain(address.domain().name());
        return address;
    }

    /// @throws Refused if the address is an account's
    static Optional<Alias> aliasOrGroup(Office office, Address address) throws Refused {
        return switch (office.directory().entry(address).orElse(null)) {
            case null -> Optional.empty();
            case AddressEntry.Own _ -> throw new Refused(address + " is an account");
            case Alias alias -> Optional.of(alias);
        };
    }

    /// Of one domain or of all.
    static List<Alias> aliasesAndGroups(Office office, Optional<String> domain) throws Refused {
        List<Domain> domains =
                domain.isPresent()
                        ? List.of(office.domain(domain.get()))
                        : office.directory().domains();
        return domains.stream()
                .flatMap(it -> office.directory().entries(it).stream())
                .filter(Alias.class::isInstance)
                .map(Alias.class::cast)
                .toList();
    }

    static List<Address> addresses(Office office, List<String> texts) throws Refused {
        var addresses = new ArrayList<Address>();
        for (String text : texts) {
            addresses.add(office.address(text));
        }
        return addresses;
    }

    /// Those that were there before and those that are new.
    static List<Address> together(Office office, Optional<Alias> before, List<String> added)
            throws Refused {
        var all = new ArrayList<Address>();
        before.ifPresent(it -> all.addAll(it.targets()));
        all.addAll(addresses(office, added));
        return all;
    }

    /// What is left when some are taken out; nothing when none is named.
    ///
    /// @throws Refused if one is not there
    static List<Address> without(Office office, Alias alias, List<String> removed) throws Refused {
        if (removed.isEmpty()) {
            return List.of();
        }
        var rest = new LinkedHashMap<String, Address>();
        alias.targets().forEach(it -> rest.put(it.key(), it));
        for (Address gone : addresses(office, removed)) {
            if (rest.remove(gone.key()) == null) {
                throw new Refused("mail for " + alias.address() + " does not go to " + gone);
            }
        }
        return List.copyOf(rest.values());
    }

    /// @throws Refused if others still point to it
    static void remove(Office office, Alias alias) throws Refused, MailRefusal {
        List<Address> pointing =
                office.directory().pointingAt(alias).stream().map(AddressEntry::address).toList();
        if (!pointing.isEmpty()) {
            throw new Refused(
                    alias.address()
                            + " is still used by "
                            + list(pointing)
                            + "; change that first");
        }
        office.directory().removeAddress(alias.address());
    }

    static String sentence(Office office, Address address) {
        var targets =
                office.directory().entry(address).map(AddressEntry::targets).orElse(List.of());
        return "mail for " + address + " goes to " + list(targets);
    }

    static List<String> texts(List<Address> addresses) {
        return addresses.stream().map(Address::toString).toList();
    }

    static String list(List<Address> addresses) {
        return String.join(", ", texts(addresses));
    }
}
