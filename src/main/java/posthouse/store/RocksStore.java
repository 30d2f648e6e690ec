package posthouse.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// The store of one machine, in a folder, over RocksDB. One process at a time.
///
/// A commit is judged when it is submitted, by the newest submitted revision of its partition, and
/// written by the [Committer] in the order of submissions, a group to a sync. What is read is what
/// is durable: RocksDB shows a synced batch only after its sync. Reads that must wait for the disk
/// wait on a few platform threads ([Readers]).
public final class RocksStore implements Store {
    /// Octets that [#scan] takes from the database at a time.
    private static final int SCAN_STEP_BYTES = 256 * 1024;

    /// What a job costs in memory beside its octets.
    static final int JOB_BYTES = 256;

    private final DataFolder folder;
    private final Engine engine;
    private final Readers readers;
    private final Batch batch;
    private final Committer committer;
    private final RocksBodies bodies;
    private final Newest<Partition, Long> revisions = new Newest<>();
    private boolean closed;

    /// Opens the store in `folder`, or makes one.
    ///
    /// @throws StoreFailure with a sentence for the operator: the folder is in use, or of a newer
    ///   format, or damaged
    public static RocksStore open(Path folder) {
        return open(folder, StoreConfig.DEFAULT);
    }

    public static RocksStore open(Path folder, StoreConfig config) {
        var opened = DataFolder.open(folder);
        NativeLibrary.load(opened.libraries());
        try {
            var store = new RocksStore(opened, new Engine(opened.database(), config), config);
            store.bodies.start();
            return store;
        } catch (RocksDBException failed) {
            throw isLocked(failed) ? opened.inUse(failed) : opened.broken(failed);
        }
    }

    private RocksStore(DataFolder folder, Engine engine, StoreConfig config) {
        this.folder = folder;
        this.engine = engine;
        folder.hold();
        readers =
                new Readers(
                        engine.source(ReadTier.BLOCK_CACHE_TIER),
                        engine.source(ReadTier.READ_ALL_TIER),
                        config.readers());
        batch = engine.batch();
        committer = new Committer(engine.db(), batch, config.inFlightBytes());
        bodies = new RocksBodies(committer, readers);
        committer.start();
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        int bytes = Limits.check(changes, side);
        while (true) {
            try {
                Job job =
                        committer.submit(
                                bytes + JOB_BYTES, () -> admit(partition, expected, changes, side));
                return new Placed(expected + 1, Objects.requireNonNull(job));
            } catch (Readers.NotInMemory _) {
                warm(partition, side);
            }
        }
    }

    private Job admit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        Long submitted = revisions.get(partition);
        long actual =
                submitted != null
                        ? submitted
                        : readers.readMemory(source -> revision(source, partition));
        if (actual != expected) {
            throw new Conflict(partition, expected, actual);
        }
        var links = bodies.admitLinks(side);
        revisions.submitted(partition, expected + 1);
        var job =
                new Job(
                        true,
                        batch -> write(batch, partition, expected + 1, changes, side),
                        () -> {
                            revisions.settled(partition);
                            links.forEach(bodies::settled);
                        });
        links.forEach(link -> bodies.submitted(link, job));
        return job;
    }

    /// Has the disk asked for what [#admit] will look at.
    private void warm(Partition partition, List<SideWrite> side) {
        var _ = readers.readCold(source -> revision(source, partition));
        for (SideWrite write : side) {
            if (write instanceof SideWrite.LinkBody(var body, _)) {
                bodies.warm(body);
            }
        }
    }

    private static void write(
            Batch batch,
            Partition partition,
            long revision,
            List<Change> changes,
            List<SideWrite> side)
            throws RocksDBException {
        batch.put(
                Keys.revision(partition),
                new BytesBuilder(9).octet(Keys.FORMAT).fixed64(revision).build());
        for (Change change : changes) {
            switch (change) {
                case Change.Put(var row) -> batch.put(Keys.row(partition, row.key()), row.value());
                case Change.Delete(var key) -> batch.delete(Keys.row(partition, key));
                case Change.DeleteRange(var range) ->
                        batch.deleteRange(Keys.from(partition, range), Keys.to(partition, range));
            }
        }
        for (SideWrite write : side) {
            switch (write) {
                case SideWrite.PutRow(var other, var row) ->
                        batch.put(Keys.row(other, row.key()), row.value());
                case SideWrite.LinkBody(var body, var tag) ->
                        batch.put(Keys.tag(body, tag), Bytes.EMPTY);
            }
        }
    }

    @Override
    public View read(Partition partition, Range... ranges) {
        return readers.read(source -> view(source, partition, ranges));
    }

    private static View view(Source source, Partition partition, Range... ranges)
            throws RocksDBException {
        Bytes first = Keys.revision(partition);
        try (var cursor = source.rows(first, Keys.end(partition))) {
            long revision =
                    cursor.valid() && cursor.key().equals(first) ? number(cursor.value()) : 0;
            var found = new ArrayList<List<Row>>(ranges.length);
            for (Range range : ranges) {
                found.add(rows(cursor, partition, range));
            }
            return new View(revision, found);
        }
    }

    private static List<Row> rows(Cursor cursor, Partition partition, Range range)
            throws RocksDBException {
        Bytes to = Keys.to(partition, range);
        var rows = new ArrayList<Row>();
        cursor.seek(Keys.from(partition, range));
        while (cursor.valid()) {
            Bytes key = cursor.key();
            if (key.compareTo(to) >= 0) {
                break;
            }
            rows.add(new Row(Keys.rowOf(key), cursor.value()));
            cursor.next();
        }
        return rows;
    }

    @Override
    public void scan(Partition partition, Range range, RowSink sink) {
        Bytes from = Keys.from(partition, range);
        Bytes to = Keys.to(partition, range);
        if (from.compareTo(to) >= 0) {
            return;
        }
        readers.enter();
        try (var cursor = readers.readCold(source -> source.rows(from, to))) {
            List<Row> step = readers.readCold(_ -> step(cursor));
            while (!step.isEmpty()) {
                for (Row row : step) {
                    if (!sink.accept(row)) {
                        return;
                    }
                }
                step = readers.readCold(_ -> step(cursor));
            }
        } finally {
            readers.leave();
        }
    }

    private static List<Row> step(Cursor cursor) throws RocksDBException {
        var rows = new ArrayList<Row>();
        int bytes = 0;
        while (cursor.valid() && bytes < SCAN_STEP_BYTES) {
            Bytes value = cursor.value();
            rows.add(new Row(Keys.rowOf(cursor.key()), value));
            bytes += value.length() + JOB_BYTES;
            cursor.next();
        }
        return rows;
    }

    @Override
    public Bodies bodies() {
        return bodies;
    }

    @Override
    public Stream<Partition> partitions(Space space) {
        var names =
                new Spliterators.AbstractSpliterator<Partition>(
                        Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
                    private Bytes from = Keys.space(space);

                    @Override
                    public boolean tryAdvance(
                            java.util.function.Consumer<? super Partition> action) {
                        Bytes start = from;
                        var next = readers.read(source -> next(source, space, start));
                        next.ifPresent(partition -> {
                            from = Keys.end(partition);
                            action.accept(partition);
                        });
                        return next.isPresent();
                    }
                };
        return StreamSupport.stream(names, false);
    }

    /// The first partition from a key on that has a row beside its revision.
    private static Optional<Partition> next(Source source, Space space, Bytes from)
            throws RocksDBException {
        try (var cursor = source.rows(from, Keys.spaceEnd(space))) {
            while (cursor.valid()) {
                Bytes key = cursor.key();
                if (!Keys.rowOf(key).isEmpty()) {
                    return Optional.of(Keys.partitionOf(space, key));
                }
                cursor.next();
            }
            return Optional.empty();
        }
    }

    /// Waits for what was committed, and gives the data folder free. Further calls do nothing.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        committer.close();
        readers.close();
        batch.close();
        folder.release();
        engine.close();
    }

    static long number(Bytes value) {
        var reader = new BytesReader(value);
        int format = reader.octet();
        if (format != Keys.FORMAT) {
            throw new StoreFailure("a revision of the unknown format " + format);
        }
        return reader.fixed64();
    }

    private static long revision(Source source, Partition partition) throws RocksDBException {
        return source.row(Keys.revision(partition)).map(RocksStore::number).orElse(0L);
    }

    private static boolean isLocked(RocksDBException failed) {
        return failed.getStatus() != null
                && failed.getStatus().getCode() == Status.Code.IOError
                && String.valueOf(failed.getMessage())
                        .toLowerCase(java.util.Locale.ROOT)
                        .contains("lock");
    }

    private record Placed(long revision, Job job) implements Committed {
        @Override
        public void await() {
            job.await();
        }
    }
}
