package posthouse.store;

import java.util.List;
import java.util.stream.Stream;

/// A store that passes everything on to another; tests change what they want to go wrong.
public abstract class StoreInFront implements Store {
    private final Store behind;

    protected StoreInFront(Store behind) {
        this.behind = behind;
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
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
