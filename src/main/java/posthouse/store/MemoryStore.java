package posthouse.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import posthouse.bytes.Bytes;

/// A store that forgets everything when it is closed. For tests, and the plainest statement of what
/// [Store] means.
public final class MemoryStore implements Store, Bodies {
    private record Body(Bytes content, SortedSet<String> tags) {}

    private final Map<Partition, NavigableMap<Bytes, Bytes>> partitions = new HashMap<>();
    private final Map<Partition, Long> revisions = new HashMap<>();
    private final Map<Long, Body> bodies = new HashMap<>();
    private long lastBody;
    private boolean closed;

    @Override
    public synchronized Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        var _ = Limits.check(changes, side);
        checkOpen();
        long actual = revisions.getOrDefault(partition, 0L);
        if (actual != expected) {
            throw new Conflict(partition, expected, actual);
        }
        side.forEach(this::check);
        side.forEach(this::write);
        var rows = rows(partition);
        changes.forEach(change -> apply(rows, change));
        revisions.put(partition, expected + 1);
        return new Committed() {
            @Override
            public long revision() {
                return expected + 1;
            }

            @Override
            public void await() {} // memory is as durable as this store gets
        };
    }

    @Override
    public synchronized View read(Partition partition, Range... ranges) {
        checkOpen();
        var found = new ArrayList<List<Row>>();
        for (Range range : ranges) {
            found.add(rowsIn(partition, range));
        }
        return new View(revisions.getOrDefault(partition, 0L), found);
    }

    @Override
    public void scan(Partition partition, Range range, RowSink sink) {
        List<Row> rows;
        synchronized (this) {
            rows = rowsIn(partition, range);
        }
        for (Row row : rows) {
            if (!sink.accept(row)) {
                return;
            }
        }
    }

    @Override
    public Bodies bodies() {
        return this;
    }

    @Override
    public synchronized Stream<Partition> partitions(Space space) {
        return partitions.entrySet().stream()
                .filter(entry -> entry.getKey().space() == space && !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList()
                .stream();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreFailure("the store is closed");
        }
    }

    @Override
    public long put(InputStream content, String tag) throws IOException {
        Limits.checkTag(tag);
        Bytes octets = Bytes.wrap(content.readAllBytes());
        synchronized (this) {
            checkOpen();
            bodies.put(++lastBody, new Body(octets, new TreeSet<>(List.of(tag))));
            return lastBody;
        }
    }

    @Override
    public synchronized InputStream open(long id, long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("from " + offset + ", " + length + " octets");
        }
        Bytes content = body(id).content();
        int from = (int) Math.min(offset, content.length());
        int to = from + (int) Math.min(length, content.length() - from);
        return new ByteArrayInputStream(content.slice(from, to).toArray());
    }

    @Override
    public synchronized void link(long id, String tag) {
        Limits.checkTag(tag);
        body(id).tags().add(tag);
    }

    @Override
    public synchronized void unlink(long id, String tag) {
        Limits.checkTag(tag);
        Body body = bodies.get(id);
        if (body != null) {
            body.tags().remove(tag);
            if (body.tags().isEmpty()) {
                bodies.remove(id);
            }
        }
    }

    @Override
    public synchronized List<String> tags(long id) {
        checkOpen();
        Body body = bodies.get(id);
        return body == null ? List.of() : List.copyOf(body.tags());
    }

    private Body body(long id) {
        checkOpen();
        Body body = bodies.get(id);
        if (body == null) {
            throw new StoreFailure("there is no body " + id);
        }
        return body;
    }

    private void check(SideWrite write) {
        if (write instanceof SideWrite.LinkBody(var id, _)) {
            var _ = body(id);
        }
    }

    private void write(SideWrite write) {
        switch (write) {
            case SideWrite.PutRow(var partition, var row) ->
                    rows(partition).put(row.key(), row.value());
            case SideWrite.LinkBody(var id, var tag) -> body(id).tags().add(tag);
        }
    }

    private static void apply(NavigableMap<Bytes, Bytes> rows, Change change) {
        switch (change) {
            case Change.Put(var row) -> rows.put(row.key(), row.value());
            case Change.Delete(var key) -> rows.remove(key);
            case Change.DeleteRange(var range) -> in(rows, range).clear();
        }
    }

    private List<Row> rowsIn(Partition partition, Range range) {
        var found = new ArrayList<Row>();
        var rows = partitions.get(partition);
        if (rows != null) {
            in(rows, range).forEach((key, value) -> found.add(new Row(key, value)));
        }
        return found;
    }

    private static NavigableMap<Bytes, Bytes> in(NavigableMap<Bytes, Bytes> rows, Range range) {
        Bytes to = range.to();
        if (to == null) {
            return rows.tailMap(range.from(), true);
        }
        return range.from().compareTo(to) >= 0
                ? new TreeMap<>()
                : rows.subMap(range.from(), true, to, false);
    }

    private NavigableMap<Bytes, Bytes> rows(Partition partition) {
        return partitions.computeIfAbsent(partition, _ -> new TreeMap<>());
    }
}
