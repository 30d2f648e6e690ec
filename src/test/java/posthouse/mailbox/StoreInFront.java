package posthouse.mailbox;

import java.util.List;
import java.util.stream.Stream;
import posthouse.store.Bodies;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.RowSink;
import posthouse.store.SideWrite;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.store.View;

/// A store in front of another, that is asked before each commit.
record StoreInFront(Store behind, Before before) implements Store {
    /// May throw instead of letting a commit through.
    @FunctionalInterface
    interface Before {
        void commit(Partition partition, long expected, List<Change> changes, List<SideWrite> side);
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        before.commit(partition, expected, changes, side);
        return behind.commit(partition, expected, changes, side);
    }

    @Override
    public View read(Partition partition, Range... ranges) {
        return behind.read(partition, ranges);
    }

    @Override
    public void scan(Partition partition, Range range, RowSink sink) {
        behind.scan(partition, range, sink);
    }

    @Override
    public Bodies bodies() {
        return behind.bodies();
    }

    @Override
    public long shortage() {
        return behind.shortage();
    }

    @Override
    public Stream<Partition> partitions(Space space) {
        return behind.partitions(space);
    }

    @Override
    public void close() {
        behind.close();
    }
}
