package posthouse.mailbox;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import posthouse.address.Address;
import posthouse.address.Domain;

/// Domains and addresses as they are known in memory, and the order in which they are looked up.
/// Any thread may read; one at a time changes.
final class AddressBook {
    private static final Set<String> ALWAYS_THERE = Set.of("postmaster", "abuse");

    private final ConcurrentMap<Domain, Known> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Address> own = new ConcurrentHashMap<>();

    /// Those with targets, by the key of their address.
    private final ConcurrentMap<String, AddressEntry> pointing = new ConcurrentSkipListMap<>();

    /// A domain.
    ///
    /// @param entries by the key of their address
    record Known(
            Domain domain,
            long order,
            Optional<Long> catchAll,
            NavigableMap<String, AddressEntry> entries) {}

    void putDomain(Domain domain, long order, Optional<Long> catchAll) {
        known.compute(
                domain,
                (_, before) ->
                        new Known(
                                domain,
                                order,
                                catchAll,
                                before == null ? new ConcurrentSkipListMap<>() : before.entries()));
    }

    void removeDomain(Domain domain) {
        known.remove(domain);
    }

    Optional<Known> domain(Domain domain) {
        return Optional.ofNullable(known.get(domain));
    }

    boolean isLocal(Domain domain) {
        return known.containsKey(domain);
    }

    List<Known> inOrder() {
        return known.values().stream()
                .sorted(Comparator.comparingLong(Known::order).thenComparing(Known::domain))
                .toList();
    }

    /// The domain is there.
    void put(AddressEntry entry) {
        String key = entry.address().key();
        entriesBeside(entry).put(key, entry);
        pointing.compute(key, (_, _) -> entry.targets().isEmpty() ? null : entry);
        if (entry instanceof AddressEntry.Own it) {
            own.put(it.account(), it.address());
        }
    }

    void remove(AddressEntry entry) {
        entriesBeside(entry).remove(entry.address().key());
        pointing.remove(entry.address().key());
        if (entry instanceof AddressEntry.Own it) {
            own.remove(it.account());
        }
    }

    private NavigableMap<String, AddressEntry> entriesBeside(AddressEntry entry) {
        return domain(entry.address().domain()).orElseThrow().entries();
    }

    Optional<Address> ownAddress(long account) {
        return Optional.ofNullable(own.get(account));
    }

    /// What is there under the address itself.
    Optional<AddressEntry> exactly(Address address) {
        return domain(address.domain())
                .flatMap(domain -> Optional.ofNullable(domain.entries().get(address.key())));
    }

    /// Whose the address is: its own entry, that without its detail, the first account for
    /// `postmaster` and `abuse` (which always exist: RFC 5321 §4.5.1, RFC 2142), the catch-all.
    Optional<AddressEntry> find(Address address) {
        return find(address, Optional.empty());
    }

    /// @param changed taken as if it were there
    Optional<AddressEntry> find(Address address, Optional<AddressEntry> changed) {
        Address plain = address.withoutDetail();
        return domain(address.domain())
                .flatMap(domain ->
                        exactly(address, changed)
                                .or(() -> exactly(plain, changed))
                                .or(() ->
                                        alwaysThere(domain, plain)
                                                .or(domain::catchAll)
                                                .flatMap(this::ownAddress)
                                                .flatMap(it -> exactly(it, changed))));
    }

    private Optional<AddressEntry> exactly(Address address, Optional<AddressEntry> changed) {
        return changed.filter(it -> it.address().key().equals(address.key()))
                .or(() -> exactly(address));
    }

    /// The first account of the domain, else the first of all.
    private Optional<Long> alwaysThere(Known domain, Address address) {
        return ALWAYS_THERE.contains(address.localPart().toLowerCase(Locale.ROOT))
                ? Stream.concat(Stream.of(domain), inOrder().stream())
                        .flatMap(it -> firstAccount(it).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Long> firstAccount(Known domain) {
        return domain.entries().values().stream()
                .filter(AddressEntry.Own.class::isInstance)
                .map(entry -> ((AddressEntry.Own) entry).account())
                .min(Comparator.naturalOrder());
    }

    /// Aliases, groups and accounts with a forward.
    List<AddressEntry> pointing() {
        return List.copyOf(pointing.values());
    }

    /// Those of them that have the entry among their targets, or as their owner.
    List<AddressEntry> pointingAt(AddressEntry entry) {
        return pointing().stream()
                .filter(other ->
                        other.targets().stream().anyMatch(it -> leadsTo(it, entry))
                                || other instanceof AddressEntry.Alias alias
                                        && alias.owner()
                                                .filter(it -> leadsTo(it, entry))
                                                .isPresent())
                .toList();
    }

    boolean leadsTo(Address target, AddressEntry entry) {
        return find(target)
                .filter(it -> it.address().key().equals(entry.address().key()))
                .isPresent();
    }
}
