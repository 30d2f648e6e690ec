package posthouse.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.mailbox.AddressEntry.Alias;
import posthouse.mailbox.AddressEntry.Forward;
import posthouse.mailbox.AddressEntry.Group;
import posthouse.mailbox.AddressEntry.Own;
import posthouse.store.Change;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Row;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.store.View;

/// The rows of a partition `D/<domain>`.
///
/// `d`: format 1; place of the domain among the others (varint, by which the first is known); the
/// catch-all's account (varint, 0: nobody).
///
/// `a/<local>`, the address as [Address#key] has it without the domain: format 2; account (varint;
/// 0 for an alias); bits (octet: 1 an alias, 2 a group, 4 for members only, 8 the account keeps
/// what is forwarded); the local part as written (text); 1 and a group's owner (address), or 0.
/// Format 1 has account, 1 for an alias of that account or else 0, the local part.
///
/// `t/<local>\x01<part>`, where the mail of `a/<local>` goes on to, 200 targets a part (`0`, `1`
/// …): format 1; addresses to its end. An address is a text with its local part, and one with its
/// domain.
final class DirectoryRows {
    private static final Bytes DOMAIN = Bytes.latin1("d");
    private static final Range ADDRESSES = Range.prefix(Bytes.latin1("a/"));
    private static final Range TARGETS = Range.prefix(Bytes.latin1("t/"));
    private static final int DOMAIN_FORMAT = 1;
    private static final int ENTRY_FORMAT = 2;
    private static final int TARGETS_FORMAT = 1;
    private static final int PART_TARGETS = 200;
    private static final String PART = "\u0001";
    private static final int ALIAS = 1;
    private static final int GROUP = 2;
    private static final int MEMBERS_ONLY = 4;
    private static final int KEEP = 8;

    private final Store store;

    DirectoryRows(Store store) {
        this.store = store;
    }

    AddressBook read() {
        var book = new AddressBook();
        var accountsOfAliases = new HashMap<Address, Long>();
        for (Partition partition : store.partitions(Space.DOMAIN).toList()) {
            read(partition, book, accountsOfAliases);
        }
        accountsOfAliases.forEach((alias, account) ->
                book.put(
                        new Alias(
                                alias,
                                book.ownAddress(account).stream().toList(),
                                Optional.empty())));
        return book;
    }

    /// @param accountsOfAliases gets what format 1 says: those accounts may lie in other domains
    private void read(Partition partition, AddressBook book, Map<Address, Long> accountsOfAliases) {
        var domain = new Domain(partition.id());
        View view = store.read(partition, Range.of(DOMAIN), ADDRESSES, TARGETS);
        var found =
                Format.reading(
                        partition, DOMAIN, () -> domainRow(view.value().orElse(Bytes.EMPTY)));
        book.putDomain(domain, found.order(), found.catchAll());
        var targets = new HashMap<Bytes, List<Address>>();
        for (Row row : view.rows().get(2)) {
            Bytes local = row.key().slice(2, row.key().length() - 2);
            targets.computeIfAbsent(local, _ -> new ArrayList<>())
                    .addAll(Format.reading(partition, row.key(), () -> targets(row.value())));
        }
        for (Row row : view.rows().get(1)) {
            Bytes local = row.key().slice(2, row.key().length());
            var entry = Format.reading(partition, row.key(), () -> entryRow(domain, row.value()));
            if (entry.is(ALIAS) && entry.account() != 0) {
                accountsOfAliases.put(entry.address(), entry.account());
            } else {
                book.put(entry.with(targets.getOrDefault(local, List.of())));
            }
        }
    }

    /// What `d` says.
    private record DomainRow(long order, Optional<Long> catchAll) {}

    private static DomainRow domainRow(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, DOMAIN_FORMAT);
        long order = in.varint();
        long catchAll = in.varint();
        Format.checkEnd(in);
        return new DomainRow(order, catchAll == 0 ? Optional.empty() : Optional.of(catchAll));
    }

    /// What `a/` says.
    ///
    /// @param account 0: none
    private record EntryRow(long account, int bits, Address address, Optional<Address> owner) {
        boolean is(int bit) {
            return (bits & bit) != 0;
        }

        /// @param targets what `t/` says
        AddressEntry with(List<Address> targets) {
            if (is(ALIAS)) {
                var group = new Group(owner, is(MEMBERS_ONLY));
                return new Alias(
                        address, targets, is(GROUP) ? Optional.of(group) : Optional.empty());
            }
            return new Own(
                    address,
                    account,
                    targets.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Forward(targets, is(KEEP))));
        }
    }

    private static EntryRow entryRow(Domain domain, Bytes row) {
        var in = new BytesReader(row);
        int format = Format.check(in, 1, ENTRY_FORMAT);
        long account = in.varint();
        int bits = in.octet();
        var address = new Address(in.text(), domain);
        Optional<Address> owner =
                format == ENTRY_FORMAT && in.octet() == 1
                        ? Optional.of(address(in))
                        : Optional.empty();
        Format.checkEnd(in);
        return new EntryRow(account, bits, address, owner);
    }

    private static List<Address> targets(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, TARGETS_FORMAT);
        var targets = new ArrayList<Address>();
        while (!in.atEnd()) {
            targets.add(address(in));
        }
        return targets;
    }

    private static Address address(BytesReader in) {
        String local = in.text();
        return new Address(local, new Domain(in.text()));
    }

    void putDomain(Domain domain, long order, Optional<Long> catchAll) {
        Bytes value =
                new BytesBuilder(16)
                        .octet(DOMAIN_FORMAT)
                        .varint(order)
                        .varint(catchAll.orElse(0L))
                        .build();
        commit(domain, List.of(new Change.Put(DOMAIN, value)));
    }

    void removeDomain(Domain domain) {
        commit(domain, List.of(new Change.DeleteRange(Range.ALL)));
    }

    void putEntry(AddressEntry entry) {
        Address address = entry.address();
        var changes = new ArrayList<Change>();
        changes.add(new Change.Put(key("a/", address, ""), row(entry)));
        changes.add(new Change.DeleteRange(parts(address)));
        List<Address> targets = entry.targets();
        for (int from = 0; from < targets.size(); from += PART_TARGETS) {
            int to = Math.min(from + PART_TARGETS, targets.size());
            changes.add(
                    new Change.Put(
                            key("t/", address, PART + from / PART_TARGETS),
                            row(targets.subList(from, to))));
        }
        commit(address.domain(), changes);
    }

    private static Bytes row(AddressEntry entry) {
        long account = 0;
        int bits = 0;
        Optional<Address> owner = Optional.empty();
        switch (entry) {
            case Own own -> {
                account = own.account();
                bits = own.forward().filter(Forward::keep).isPresent() ? KEEP : 0;
            }
            case Alias alias -> {
                bits = ALIAS;
                bits |= alias.group().isPresent() ? GROUP : 0;
                bits |= alias.group().filter(Group::membersOnly).isPresent() ? MEMBERS_ONLY : 0;
                owner = alias.owner();
            }
        }
        var row =
                new BytesBuilder(80)
                        .octet(ENTRY_FORMAT)
                        .varint(account)
                        .octet(bits)
                        .text(entry.address().localPart())
                        .octet(owner.isPresent() ? 1 : 0);
        owner.ifPresent(it -> write(it, row));
        return row.build();
    }

    private static Bytes row(List<Address> targets) {
        var row = new BytesBuilder(1024).octet(TARGETS_FORMAT);
        targets.forEach(it -> write(it, row));
        return row.build();
    }

    private static void write(Address address, BytesBuilder row) {
        row.text(address.localPart()).text(address.domain().name());
    }

    void removeEntry(Address address) {
        commit(
                address.domain(),
                List.of(
                        new Change.Delete(key("a/", address, "")),
                        new Change.DeleteRange(parts(address))));
    }

    private static Range parts(Address address) {
        return Range.prefix(key("t/", address, PART));
    }

    private static Bytes key(String kind, Address address, String part) {
        String key = address.key();
        return Bytes.utf8(kind + key.substring(0, key.lastIndexOf('@')) + part);
    }

    private void commit(Domain domain, List<Change> changes) {
        var partition = new Partition(Space.DOMAIN, domain.name());
        while (!tryCommit(partition, changes)) {
            // Another process changed it meanwhile.
        }
    }

    private boolean tryCommit(Partition partition, List<Change> changes) {
        long revision = store.read(partition, Range.of(DOMAIN)).revision();
        try {
            store.commit(partition, revision, changes, List.of()).await();
            return true;
        } catch (Conflict _) {
            return false;
        }
    }
}
