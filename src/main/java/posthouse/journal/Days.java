package posthouse.journal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.store.Change;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.RowSink;
import posthouse.store.Space;
import posthouse.store.Store;

/// The journal's partitions, one a day. One thread writes at a time.
record Days(Store store) {
    /// A row that is to be written: its value, and when it was noted.
    ///
    /// @param events that are lost where it is not written
    record Line(Instant at, Bytes value, long events) {}

    static LocalDate of(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /// Writes lines of one day in one commit, and waits until it is durable.
    void append(LocalDate day, List<Line> lines) {
        long revision = revision(day);
        var changes = new ArrayList<Change>();
        for (Line line : lines) {
            Bytes key = Rows.key(line.at(), revision, changes.size());
            changes.add(new Change.Put(key, line.value()));
        }
        commit(day, revision, changes);
    }

    /// Those that have events, oldest first.
    List<LocalDate> all() {
        return store.partitions(Space.JOURNAL).map(it -> LocalDate.parse(it.id())).toList();
    }

    void scan(LocalDate day, Range range, RowSink sink) {
        store.scan(partition(day), range, sink);
    }

    void remove(LocalDate day) {
        commit(day, revision(day), List.of(new Change.DeleteRange(Range.ALL)));
    }

    private void commit(LocalDate day, long revision, List<Change> changes) {
        try {
            store.commit(partition(day), revision, changes, List.of()).await();
        } catch (Conflict conflict) {
            throw new IllegalStateException("another writes to the journal", conflict);
        }
    }

    private long revision(LocalDate day) {
        return store.read(partition(day), Range.of(Bytes.latin1("-"))).revision();
    }

    private static Partition partition(LocalDate day) {
        return new Partition(Space.JOURNAL, day.toString());
    }
}
