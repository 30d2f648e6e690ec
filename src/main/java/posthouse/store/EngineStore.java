package posthouse.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// Rows and bodies over an [Engine].
///
/// A commit is judged when it is submitted, by the newest submitted revision of its partition, and
/// written by the [Committer] in the order of submissions, a group to a sync. What is read is what
/// is durable: an engine shows a synced batch only after its sync. Reads that must wait for the
/// disk wait on a few platform threads ([Readers]).
final class EngineStore implements Store {
    /// Octets that [#scan] takes from the database at a time.
    private static final int SCAN_STEP_BYTES = 256 * 1024;

    private final Engine engine;
    private final Readers readers;
    private final Committer committer;
    private final EngineBodies bodies;
    private final Newest<Partition, Long> revisions = new Newest<>();

    /// @param committer writes to `engine`; started and closed here
    EngineStore(Engine engine, Committer committer, Frame frame, int readerThreads) {
        this.engine = engine;
        this.committer = committer;
        readers = new Readers(engine, readerThreads);
        bodies = new EngineBodies(committer, readers, frame, engine::checkRoom);
        committer.start();
        bodies.start();
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        int bytes = Limits.check(changes, side);
        for (int tries = 0; true; tries++) {
            int cold = tries;
            try {
                Job job =
                        committer.submit(
                                bytes + Job.BYTES,
                                () ->
                                        readers.admit(
                                                cold,
                                                () -> admit(partition, expected, changes, side)));
                return new Placed(expected + 1, Objects.requireNonNull(job), committer);
            } catch (Engine.NotInMemory _) {
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
            // Who reads again should not find what was there before.
            committer.hurry();
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
            Engine.Batch batch,
            Partition partition,
            long revision,
            List<Change> changes,
            List<SideWrite> side) {
        batch.put(
                Keys.revision(partition),
                new BytesBuilder(9).octet(Keys.FORMAT).fixed64(revision).build());
        for (Change change : changes) {
            switch (change) {
                case Change.Put(var row) -> batch.put(Keys.row(partition, row.key()), row.value());
                case Change.Delete(var key) -> batch.delete(Keys.row(partition, key));
                case Change.DeleteRange(var range) ->
                        delete(batch, Keys.from(partition, range), Keys.to(partition, range));
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

    private static void delete(Engine.Batch batch, Bytes from, Bytes to) {
        if (from.compareTo(to) < 0) { // else it is empty, and RocksDB takes it for a mistake
            batch.deleteRange(from, to);
        }
    }

    @Override
    public View read(Partition partition, Range... ranges) {
        return readers.read(source -> view(source, partition, ranges));
    }

    private static View view(Engine.Source source, Partition partition, Range... ranges) {
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

    private static List<Row> rows(Engine.Cursor cursor, Partition partition, Range range) {
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

    private static List<Row> step(Engine.Cursor cursor) {
        var rows = new ArrayList<Row>();
        int bytes = 0;
        while (cursor.valid() && bytes < SCAN_STEP_BYTES) {
            Bytes value = cursor.value();
            rows.add(new Row(Keys.rowOf(cursor.key()), value));
            bytes += value.length() + Job.BYTES;
            cursor.next();
        }
        return rows;
    }

    @Override
    public Bodies bodies() {
        return bodies;
    }

    @Override
    public long shortage() {
        return engine.shortage();
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
    private static Optional<Partition> next(Engine.Source source, Space space, Bytes from) {
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

    /// Waits for what was committed and for readers. The engine may be closed then.
    @Override
    public void close() {
        committer.close();
        readers.close();
    }

    static long number(Bytes value) {
        var reader = new BytesReader(value);
        int format = reader.octet();
        if (format != Keys.FORMAT) {
            throw new StoreFailure("a revision of the unknown format " + format);
        }
        return reader.fixed64();
    }

    private static long revision(Engine.Source source, Partition partition) {
        return source.row(Keys.revision(partition)).map(EngineStore::number).orElse(0L);
    }

    private record Placed(long revision, Job job, Committer committer) implements Committed {
        @Override
        public void await() {
            committer.await(job);
        }
    }
}
