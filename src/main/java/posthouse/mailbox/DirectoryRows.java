package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.store.Change;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Row;
import posthouse.store.Space;
import posthouse.store.Store;

/// The rows of a partition `D/<domain>`.
///
/// `d`: format 1; place of the domain among the others (varint, by which the first is known); the
/// catch-all's account (varint, 0: nobody). `a/<address as Address.key has it, without the
/// domain>`: format 1; account (varint); 1 for an alias, else 0; the local part as written (text).
final class DirectoryRows {
    private static final Bytes DOMAIN = Bytes.latin1("d");
    private static final Range ADDRESSES = Range.prefix(Bytes.latin1("a/"));
    private static final int FORMAT = 1;

    private final Store store;

    DirectoryRows(Store store) {
        this.store = store;
    }

    /// A domain with all of its addresses.
    record Found(
            Domain domain, long order, Optional<Long> catchAll, List<Directory.Entry> entries) {}

    Stream<Found> domains() {
        return store.partitions(Space.DOMAIN).map(this::read);
    }

    private Found read(Partition partition) {
        var domain = new Domain(partition.id());
        var view = store.read(partition, Range.of(DOMAIN), ADDRESSES);
        var entries = new ArrayList<Directory.Entry>();
        for (Row row : view.rows().get(1)) {
            entries.add(Format.reading(partition, row.key(), () -> entry(domain, row.value())));
        }
        Bytes value = view.value().orElse(Bytes.EMPTY);
        return Format.reading(partition, DOMAIN, () -> found(domain, value, entries));
    }

    private static Found found(Domain domain, Bytes row, List<Directory.Entry> entries) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        long order = in.varint();
        long catchAll = in.varint();
        Format.checkEnd(in);
        return new Found(
                domain, order, catchAll == 0 ? Optional.empty() : Optional.of(catchAll), entries);
    }

    private static Directory.Entry entry(Domain domain, Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        long account = in.varint();
        boolean alias = in.octet() != 0;
        String local = in.text();
        Format.checkEnd(in);
        return new Directory.Entry(new Address(local, domain), account, alias);
    }

    void putDomain(Domain domain, long order, Optional<Long> catchAll) {
        Bytes value =
                new BytesBuilder(16)
                        .octet(FORMAT)
                        .varint(order)
                        .varint(catchAll.orElse(0L))
                        .build();
        commit(domain, new Change.Put(DOMAIN, value));
    }

    void removeDomain(Domain domain) {
        commit(domain, new Change.DeleteRange(Range.ALL));
    }

    void putEntry(Directory.Entry entry) {
        Bytes value =
                new BytesBuilder(80)
                        .octet(FORMAT)
                        .varint(entry.account())
                        .octet(entry.alias() ? 1 : 0)
                        .text(entry.address().localPart())
                        .build();
        commit(entry.address().domain(), new Change.Put(key(entry.address()), value));
    }

    void removeEntry(Address address) {
        commit(address.domain(), new Change.Delete(key(address)));
    }

    private static Bytes key(Address address) {
        String key = address.key();
        return Bytes.utf8("a/" + key.substring(0, key.lastIndexOf('@')));
    }

    private void commit(Domain domain, Change change) {
        var partition = new Partition(Space.DOMAIN, domain.name());
        while (!tryCommit(partition, change)) {
            // Another process changed it meanwhile.
        }
    }

    private boolean tryCommit(Partition partition, Change change) {
        long revision = store.read(partition, Range.of(DOMAIN)).revision();
        try {
            store.commit(partition, revision, List.of(change), List.of()).await();
            return true;
        } catch (Conflict _) {
            return false;
        }
    }
}
