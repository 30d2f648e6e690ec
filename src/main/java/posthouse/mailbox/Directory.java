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
import java.util.concurrent.locks.ReentrantLock;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.store.Store;

/// Which domains and addresses are ours, and whose they are (partitions `D/<domain>`; the rows are
/// described at [DirectoryRows]). Everything is in memory too: looking up reads no store.
public final class Directory {
    private static final Set<String> ALWAYS_THERE = Set.of("postmaster", "abuse");

    /// A domain as it is known in memory.
    private record Known(
            Domain domain,
            long order,
            Optional<Long> catchAll,
            NavigableMap<String, Entry> entries) {}

    private final DirectoryRows rows;
    private final ReentrantLock changing = new ReentrantLock();
    private final ConcurrentMap<Domain, Known> known = new ConcurrentHashMap<>();

    /// Reads what the store holds.
    public Directory(Store store) {
        rows = new DirectoryRows(store);
        rows.domains().forEach(this::know);
    }

    public boolean isLocal(Domain domain) {
        return known.containsKey(domain);
    }

    /// The account that gets mail for `address`: the address itself, an alias, the address without
    /// its detail, `postmaster` or `abuse` (which always exist: RFC 5321 §4.5.1, RFC 2142), or the
    /// domain's catch-all, in this order. Empty where the domain is ours and nobody has the
    /// address, or it is not ours.
    public Optional<Recipient> find(Address address) {
        Known domain = known.get(address.domain());
        return domain == null
                ? Optional.empty()
                : account(domain, address).map(account -> new Recipient(address, account));
    }

    private Optional<Long> account(Known domain, Address address) {
        Address plain = address.withoutDetail();
        return entry(domain, address)
                .or(() -> entry(domain, plain))
                .or(() -> alwaysThere(domain, plain))
                .or(domain::catchAll);
    }

    private static Optional<Long> entry(Known domain, Address address) {
        return Optional.ofNullable(domain.entries().get(address.key())).map(Entry::account);
    }

    /// The first account of the domain, else the first of all.
    private Optional<Long> alwaysThere(Known domain, Address address) {
        String local = address.localPart().toLowerCase(Locale.ROOT);
        return ALWAYS_THERE.contains(local)
                ? firstAccount(domain).or(this::firstAccount)
                : Optional.empty();
    }

    private static Optional<Long> firstAccount(Known domain) {
        var entries = domain.entries().values();
        return entries.stream()
                .filter(entry -> !entry.alias())
                .map(Entry::account)
                .min(Comparator.naturalOrder())
                .or(() -> entries.stream().map(Entry::account).min(Comparator.naturalOrder()));
    }

    private Optional<Long> firstAccount() {
        return inOrder().stream().flatMap(domain -> firstAccount(domain).stream()).findFirst();
    }

    private List<Known> inOrder() {
        return known.values().stream()
                .sorted(Comparator.comparingLong(Known::order).thenComparing(Known::domain))
                .toList();
    }

    /// Bare `Postmaster` (RFC 5321 §4.1.1.3), which means that of the first domain; empty where
    /// there is no domain yet.
    public Optional<Recipient> postmaster() {
        return firstDomain().flatMap(domain -> find(new Address("postmaster", domain)));
    }

    public List<Domain> domains() {
        return inOrder().stream().map(Known::domain).toList();
    }

    /// The first domain, in which login names without @ are looked up.
    public Optional<Domain> firstDomain() {
        return domains().stream().findFirst();
    }

    public void addDomain(Domain domain) throws MailRefusal {
        changing.lock();
        try {
            if (isLocal(domain)) {
                throw new MailRefusal.BadAddress("the domain " + domain + " is ours already");
            }
            long order = known.values().stream().mapToLong(Known::order).max().orElse(0) + 1;
            rows.putDomain(domain, order, Optional.empty());
            known.put(
                    domain,
                    new Known(domain, order, Optional.empty(), new ConcurrentSkipListMap<>()));
        } finally {
            changing.unlock();
        }
    }

    /// @throws MailRefusal.Forbidden while accounts or aliases have addresses in it
    public void removeDomain(Domain domain) throws MailRefusal {
        changing.lock();
        try {
            if (!ours(domain).entries().isEmpty()) {
                throw new MailRefusal.Forbidden(
                        "the domain " + domain + " still has addresses of accounts");
            }
            rows.removeDomain(domain);
            known.remove(domain);
        } finally {
            changing.unlock();
        }
    }

    private Known ours(Domain domain) throws MailRefusal.BadAddress {
        Known found = known.get(domain);
        if (found == null) {
            throw new MailRefusal.BadAddress("the domain " + domain + " is not ours");
        }
        return found;
    }

    /// Gives an address to an account: its own, or an alias.
    ///
    /// @throws MailRefusal.BadAddress if it is taken or the domain is not ours
    public void addAddress(Address address, long account, boolean alias) throws MailRefusal {
        changing.lock();
        try {
            Known domain = ours(address.domain());
            if (domain.entries().containsKey(address.key())) {
                throw new MailRefusal.BadAddress("the address " + address + " is taken");
            }
            var entry = new Entry(address, account, alias);
            rows.putEntry(entry);
            domain.entries().put(address.key(), entry);
        } finally {
            changing.unlock();
        }
    }

    public void removeAddress(Address address) throws MailRefusal {
        changing.lock();
        try {
            Known domain = ours(address.domain());
            if (!domain.entries().containsKey(address.key())) {
                throw new MailRefusal.BadAddress("nobody has the address " + address);
            }
            rows.removeEntry(address);
            domain.entries().remove(address.key());
        } finally {
            changing.unlock();
        }
    }

    /// Whoever gets what nobody has; empty: nobody.
    public void setCatchAll(Domain domain, Optional<Long> account) throws MailRefusal {
        changing.lock();
        try {
            Known before = ours(domain);
            rows.putDomain(domain, before.order(), account);
            known.put(domain, new Known(domain, before.order(), account, before.entries()));
        } finally {
            changing.unlock();
        }
    }

    public Optional<Long> catchAll(Domain domain) {
        return Optional.ofNullable(known.get(domain)).flatMap(Known::catchAll);
    }

    /// Every address of a domain, by address.
    public List<Entry> entries(Domain domain) {
        Known found = known.get(domain);
        return found == null ? List.of() : List.copyOf(found.entries().values());
    }

    /// The account's own address first, then its aliases.
    public List<Address> addressesOf(long account) {
        return inOrder().stream()
                .flatMap(domain -> domain.entries().values().stream())
                .filter(entry -> entry.account() == account)
                .sorted(Comparator.comparing(Entry::alias))
                .map(Entry::address)
                .toList();
    }

    private void know(DirectoryRows.Found found) {
        var entries = new ConcurrentSkipListMap<String, Entry>();
        found.entries().forEach(entry -> entries.put(entry.address().key(), entry));
        known.put(
                found.domain(),
                new Known(found.domain(), found.order(), found.catchAll(), entries));
    }

    /// An address and whose it is.
    public record Entry(Address address, long account, boolean alias) {}
}
