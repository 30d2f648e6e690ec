package posthouse.mailbox;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.mailbox.AddressEntry.Alias;
import posthouse.mailbox.AddressEntry.Forward;
import posthouse.mailbox.AddressEntry.Group;
import posthouse.mailbox.AddressEntry.Own;
import posthouse.store.Store;

/// Which domains and addresses are ours, whose they are, and where their mail goes (partitions
/// `D/<domain>`; the rows are described at [DirectoryRows]). Everything is in memory too: looking
/// up reads no store.
public final class Directory {
    /// Accounts and addresses elsewhere that mail for one address goes to.
    public static final int MEMBERS_MAX = 1_000;

    /// Addresses that an account's mail is forwarded to.
    public static final int FORWARDS_MAX = 20;

    /// Aliases, groups and accounts that mail passes one after the other.
    public static final int DEPTH_MAX = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

    private final DirectoryRows rows;
    private final AddressBook book;
    private final ReentrantLock changing = new ReentrantLock();

    /// Reads what the store holds.
    public Directory(Store store) {
        rows = new DirectoryRows(store);
        book = rows.read();
    }

    public boolean isLocal(Domain domain) {
        return book.isLocal(domain);
    }

    /// The account that has `address`: as its own or by an alias of its alone. Looked up are the
    /// address itself, that without its detail, `postmaster` and `abuse` (which always exist: RFC
    /// 5321 §4.5.1, RFC 2142), and the domain's catch-all, in this order. Empty where the domain is
    /// ours and the address nobody's, several people's or a group's, or where it is not ours.
    public Optional<Recipient> find(Address address) {
        return book.find(address)
                .flatMap(it -> account(it, DEPTH_MAX))
                .map(account -> new Recipient(address, account));
    }

    private Optional<Long> account(AddressEntry entry, int depth) {
        return switch (entry) {
            case Own own -> Optional.of(own.account());
            case Alias alias
                    when alias.group().isEmpty() && alias.targets().size() == 1 && depth > 0 ->
                    book.find(alias.targets().getFirst()).flatMap(it -> account(it, depth - 1));
            case Alias _ -> Optional.empty();
        };
    }

    /// Where mail for `address` goes: what is looked up, as [#find] does, is followed through
    /// aliases, groups and forwards. Empty where the domain is ours and nobody has the address, or
    /// it is not ours.
    public Optional<Destination> destination(Address address) {
        return book.find(address).flatMap(it -> destination(it, address));
    }

    private Optional<Destination> destination(AddressEntry entry, Address address) {
        try {
            var resolution = new Resolution(book, Optional.empty()).from(entry, address);
            resolution.trouble().ifPresent(it -> LOG.warn("mail for {}: {}", address, it));
            return resolution.destination();
        } catch (MailRefusal.Forbidden passed) {
            // What is made here is held to the limits, so somebody has to look.
            throw new IllegalStateException(passed);
        }
    }

    /// Whether the account may send as `address`: whoever has it may, alone or with others; of a
    /// group, its owner.
    public boolean mayUse(Address address, long account) {
        return mayUse(address, account, new HashSet<>());
    }

    private boolean mayUse(Address address, long account, Set<String> seen) {
        Optional<AddressEntry> entry = book.find(address);
        if (entry.isEmpty() || !seen.add(entry.get().address().key())) {
            return false;
        }
        return switch (entry.get()) {
            case Own own -> own.account() == account;
            case Alias alias -> {
                var users =
                        alias.group().isEmpty() ? alias.targets().stream() : alias.owner().stream();
                yield users.anyMatch(it -> mayUse(it, account, seen));
            }
        };
    }

    /// Whether mail for `address` is taken from this account, or from a stranger: a group may be
    /// for those alone who get its mail, and for its owner.
    public boolean admits(Address address, Optional<Long> sender) {
        return !(book.find(address).orElse(null) instanceof Alias alias)
                || !alias.group().map(Group::membersOnly).orElse(false)
                || sender.filter(it -> isMember(alias, it)).isPresent();
    }

    private boolean isMember(Alias group, long account) {
        return Stream.concat(group.targets().stream(), group.owner().stream())
                .anyMatch(it -> mayUse(it, account));
    }

    /// The owner of a group, where what `address` stands for is one that has one.
    public Optional<Address> owner(Address address) {
        return book.find(address)
                .flatMap(it -> it instanceof Alias alias ? alias.owner() : Optional.empty());
    }

    /// What bare `Postmaster` means (RFC 5321 §4.1.1.3): that of the first domain; empty where
    /// there is no domain yet.
    public Optional<Address> postmaster() {
        return firstDomain().map(domain -> new Address("postmaster", domain));
    }

    public List<Domain> domains() {
        return book.inOrder().stream().map(AddressBook.Known::domain).toList();
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
            long last = book.inOrder().stream().mapToLong(AddressBook.Known::order).max().orElse(0);
            rows.putDomain(domain, last + 1, Optional.empty());
            book.putDomain(domain, last + 1, Optional.empty());
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
            book.removeDomain(domain);
        } finally {
            changing.unlock();
        }
    }

    private AddressBook.Known ours(Domain domain) throws MailRefusal.BadAddress {
        return book.domain(domain)
                .orElseThrow(
                        () -> new MailRefusal.BadAddress("the domain " + domain + " is not ours"));
    }

    /// Whoever gets what nobody has; empty: nobody.
    public void setCatchAll(Domain domain, Optional<Long> account) throws MailRefusal {
        changing.lock();
        try {
            long order = ours(domain).order();
            rows.putDomain(domain, order, account);
            book.putDomain(domain, order, account);
        } finally {
            changing.unlock();
        }
    }

    public Optional<Long> catchAll(Domain domain) {
        return book.domain(domain).flatMap(AddressBook.Known::catchAll);
    }

    /// Every address of a domain, by address.
    public List<AddressEntry> entries(Domain domain) {
        return book.domain(domain).map(it -> List.copyOf(it.entries().values())).orElse(List.of());
    }

    /// What is there under the address itself.
    public Optional<AddressEntry> entry(Address address) {
        return book.exactly(address);
    }

    /// Aliases, groups and accounts with a forward that have the entry among their targets, and
    /// groups that have it as their owner.
    public List<AddressEntry> pointingAt(AddressEntry entry) {
        return book.pointingAt(entry);
    }

    /// The account's own address first, then the aliases that have it among their targets.
    public List<Address> addressesOf(long account) {
        return book.ownAddress(account).flatMap(book::exactly).stream()
                .flatMap(own -> Stream.concat(Stream.of(own), aliases(own)))
                .map(AddressEntry::address)
                .toList();
    }

    private Stream<AddressEntry> aliases(AddressEntry own) {
        return book.pointingAt(own).stream()
                .filter(it -> it instanceof Alias alias && alias.group().isEmpty());
    }

    /// Gives an address to an account: its own, or an alias.
    ///
    /// @throws MailRefusal.BadAddress if it is taken or the domain is not ours
    public void addAddress(Address address, long account, boolean alias) throws MailRefusal {
        changing.lock();
        try {
            if (ours(address.domain()).entries().containsKey(address.key())) {
                throw new MailRefusal.BadAddress("the address " + address + " is taken");
            }
            if (alias) {
                Address own =
                        ownAddress(account)
                                .orElseThrow(
                                        () -> new MailRefusal.NoSuchAccount("number " + account));
                change(new Alias(address, List.of(own), Optional.empty()));
            } else {
                change(new Own(address, account, Optional.empty()));
            }
        } finally {
            changing.unlock();
        }
    }

    /// The address that is the account's own.
    public Optional<Address> ownAddress(long account) {
        return book.ownAddress(account);
    }

    /// Makes an alias or a group, or changes one.
    ///
    /// @param targets one or more, each ours or elsewhere
    /// @throws MailRefusal if the address is an account's, nobody has one of the targets, mail
    ///   would come back, or a limit would be passed
    public void setAlias(Address address, List<Address> targets, Optional<Group> group)
            throws MailRefusal {
        changing.lock();
        try {
            if (entry(address).orElse(null) instanceof Own) {
                throw new MailRefusal.BadAddress(address + " is the address of an account");
            }
            var alias = new Alias(address, different(targets, address, MEMBERS_MAX), group);
            if (alias.owner().isPresent()) {
                checkOwner(alias, alias.owner().get());
            }
            change(alias);
        } finally {
            changing.unlock();
        }
    }

    /// What could not be delivered goes to the owner, and may not go round.
    private void checkOwner(Alias group, Address owner) throws MailRefusal {
        if (!isLocal(owner.domain())) {
            return;
        }
        Optional<AddressEntry> changed = Optional.of(group);
        AddressEntry entry =
                book.find(owner, changed)
                        .orElseThrow(() ->
                                new MailRefusal.BadAddress("nobody has the address " + owner));
        if (new Resolution(book, changed).from(entry, owner).met(group)) {
            throw new MailRefusal.Forbidden(
                    "mail for the owner " + owner + " goes to the group " + group.address());
        }
    }

    /// Has an account's mail forwarded; empty: not any more.
    ///
    /// @param address the account's own
    /// @throws MailRefusal if there is no such account, or as with [#setAlias]
    public void setForward(Address address, Optional<Forward> forward) throws MailRefusal {
        changing.lock();
        try {
            if (!(entry(address).orElse(null) instanceof Own own)) {
                throw new MailRefusal.NoSuchAccount(address.toString());
            }
            Optional<Forward> wanted = Optional.empty();
            if (forward.isPresent()) {
                var to = different(forward.get().to(), address, FORWARDS_MAX);
                wanted = Optional.of(new Forward(to, forward.get().keep()));
            }
            change(new Own(own.address(), own.account(), wanted));
        } finally {
            changing.unlock();
        }
    }

    private static List<Address> different(List<Address> targets, Address from, int max)
            throws MailRefusal {
        var different = new LinkedHashMap<String, Address>();
        targets.forEach(it -> different.putIfAbsent(it.key(), it));
        if (different.size() > max) {
            throw new MailRefusal.Forbidden(
                    "mail for %s would go on to %d addresses; at most %d are possible"
                            .formatted(from, different.size(), max));
        }
        return List.copyOf(different.values());
    }

    /// Writes an entry, new or changed, unless mail that passes it would go wrong.
    private void change(AddressEntry entry) throws MailRefusal {
        var _ = ours(entry.address().domain());
        check(entry, entry);
        for (AddressEntry other : book.pointing()) {
            if (!other.address().key().equals(entry.address().key())) {
                check(other, entry);
            }
        }
        put(entry);
    }

    private void check(AddressEntry from, AddressEntry changed) throws MailRefusal {
        var resolution = new Resolution(book, Optional.of(changed)).from(from, from.address());
        if (resolution.met(changed) && resolution.trouble().isPresent()) {
            throw new MailRefusal.Forbidden(resolution.trouble().get());
        }
    }

    private void put(AddressEntry entry) {
        rows.putEntry(entry);
        book.put(entry);
    }

    /// Takes an address away, first from all that pass mail on to it. An alias that has no other
    /// target goes too; an account whose mail went on to there alone keeps it from now on.
    public void removeAddress(Address address) throws MailRefusal {
        changing.lock();
        try {
            var _ = ours(address.domain());
            remove(
                    entry(address)
                            .orElseThrow(() ->
                                    new MailRefusal.BadAddress(
                                            "nobody has the address " + address)),
                    new HashSet<>());
        } finally {
            changing.unlock();
        }
    }

    private void remove(AddressEntry entry, Set<String> going) {
        going.add(entry.address().key());
        for (AddressEntry other : book.pointingAt(entry)) {
            if (!going.contains(other.address().key())) {
                other.without(it -> book.leadsTo(it, entry))
                        .ifPresentOrElse(this::put, () -> remove(other, going));
            }
        }
        rows.removeEntry(entry.address());
        book.remove(entry);
    }
}
