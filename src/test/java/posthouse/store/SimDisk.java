package posthouse.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.store.Hardships.Flaw;

/// A disk for simulations, with a log that is durable as far as it was synced.
///
/// [#open()] gives a store on it: all of our own code, with the committer's work done by who waits,
/// so that one thread and one [Random] decide everything. When the power goes, every call throws
/// [PowerCut] until the disk is opened again. Of what was written and not synced, the disk then has
/// a prefix.
public final class SimDisk {
    private record Write(boolean frame, Bytes from, Optional<Bytes> to, Optional<Bytes> value) {}

    /// The two key spaces.
    private static final class Content {
        final TreeMap<Bytes, Bytes> rows = new TreeMap<>();
        final TreeMap<Bytes, Bytes> frames = new TreeMap<>();

        Content copy() {
            var copy = new Content();
            copy.rows.putAll(rows);
            copy.frames.putAll(frames);
            return copy;
        }

        void apply(List<Write> batch) {
            for (Write write : batch) {
                var space = write.frame() ? frames : rows;
                write.value().ifPresent(value -> space.put(write.from(), value));
                if (write.value().isEmpty() && write.to().isEmpty()) {
                    space.remove(write.from());
                }
                write.to().ifPresent(to -> space.subMap(write.from(), to).clear());
            }
        }
    }

    private final Random random;
    private Hardships hardships = Hardships.NONE;
    private Content durable = new Content();
    private Content visible = new Content();
    private final List<List<Write>> unsynced = new ArrayList<>();
    private boolean off;
    private boolean broken;
    private int syncs;
    private int starts;

    public SimDisk(Random random) {
        this.random = random;
    }

    /// From now on.
    public SimDisk hardships(Hardships hardships) {
        this.hardships = hardships;
        return this;
    }

    /// Starts the machine, or the process, again: whatever store was open is gone. Hardships do not
    /// befall the opening itself.
    public synchronized SimStore open() {
        off = true;
        lose(random.nextInt(unsynced.size() + 1));
        off = false;
        broken = false;
        starts++;
        Hardships later = hardships;
        hardships = new Hardships(0, 0, 0, later.coldRead(), later.flaw());
        try {
            var batch = new SimBatch(starts);
            var committer = Committer.onDemand(batch);
            return new SimStore(
                    this, new EngineStore(new SimEngine(batch), committer, new Frame(false), 0));
        } finally {
            hardships = later;
        }
    }

    /// Cuts the power now.
    public void cutPower() {
        off = true;
    }

    public boolean isOff() {
        return off;
    }

    /// How often a sync was done.
    public int syncs() {
        return syncs;
    }

    /// Keeps a part of what was not synced.
    private void lose(int kept) {
        switch (hardships.flaw()) {
            case REORDERS ->
                    unsynced.stream().filter(_ -> random.nextBoolean()).forEach(durable::apply);
            case TEARS -> {
                unsynced.subList(0, kept).forEach(durable::apply);
                if (kept < unsynced.size()) {
                    var torn = unsynced.get(kept);
                    durable.apply(torn.subList(0, torn.size() / 2));
                }
            }
            case NONE, NO_SYNC, FORGETS_DELETES, KEEPS_ROWS_OF_ITS_OWN ->
                    unsynced.subList(0, kept).forEach(durable::apply);
        }
        unsynced.clear();
        visible = durable.copy();
    }

    private void check(int start) {
        if (off || start != starts) {
            throw new PowerCut();
        }
    }

    private boolean befalls(double likelihood) {
        return likelihood > 0 && random.nextDouble() < likelihood;
    }

    private void mayGoOff() {
        if (befalls(hardships.powerCut())) {
            off = true;
        } else if (befalls(hardships.kill())) {
            off = true;
            unsynced.forEach(durable::apply);
            unsynced.clear();
        }
        if (off) {
            throw new PowerCut();
        }
    }

    private synchronized void write(int start, List<Write> batch, boolean sync) {
        check(start);
        if (broken) {
            throw new StoreFailure("the disk is broken");
        }
        mayGoOff();
        unsynced.add(batch);
        if (sync) {
            sync(batch);
        }
        visible.apply(batch);
        mayGoOff();
    }

    private void sync(List<Write> batch) {
        mayGoOff();
        if (befalls(hardships.failedSync())) {
            broken = true;
            if (hardships.flaw() == Flaw.KEEPS_ROWS_OF_ITS_OWN) {
                visible.apply(batch);
            }
            throw new StoreFailure("a sync failed");
        }
        syncs++;
        if (hardships.flaw() != Flaw.NO_SYNC) {
            for (var record : unsynced) {
                durable.apply(
                        hardships.flaw() == Flaw.FORGETS_DELETES
                                ? record.stream().filter(w -> w.value().isPresent()).toList()
                                : record);
            }
            unsynced.clear();
        }
    }

    private final class SimEngine implements Engine {
        private final SimBatch batch;

        SimEngine(SimBatch batch) {
            this.batch = batch;
        }

        @Override
        public Source memory() {
            return new SimSource(batch.start, hardships.coldRead());
        }

        @Override
        public Source all() {
            return new SimSource(batch.start, 0);
        }

        @Override
        public Batch batch() {
            return batch;
        }

        @Override
        public void checkRoom() {}

        @Override
        public void close() {}
    }

    private final class SimSource implements Engine.Source {
        private final int start;
        private final double cold;

        SimSource(int start, double cold) {
            this.start = start;
            this.cold = cold;
        }

        @Override
        public Optional<Bytes> row(Bytes key) {
            synchronized (SimDisk.this) {
                check();
                return Optional.ofNullable(visible.rows.get(key));
            }
        }

        @Override
        public Optional<Bytes> frame(Bytes key) {
            synchronized (SimDisk.this) {
                check();
                return Optional.ofNullable(visible.frames.get(key));
            }
        }

        @Override
        public Engine.Cursor rows(Bytes from, Bytes to) {
            synchronized (SimDisk.this) {
                check();
                return new SimCursor(new TreeMap<>(visible.rows.subMap(from, to)));
            }
        }

        private void check() {
            SimDisk.this.check(start);
            if (befalls(cold)) {
                throw new Engine.NotInMemory();
            }
        }
    }

    private static final class SimCursor implements Engine.Cursor {
        private final NavigableMap<Bytes, Bytes> rows;
        private Map.@Nullable Entry<Bytes, Bytes> at;

        SimCursor(NavigableMap<Bytes, Bytes> rows) {
            this.rows = rows;
            this.at = rows.firstEntry();
        }

        @Override
        public void seek(Bytes key) {
            at = rows.ceilingEntry(key);
        }

        @Override
        public boolean valid() {
            return at != null;
        }

        @Override
        public Bytes key() {
            return Objects.requireNonNull(at).getKey();
        }

        @Override
        public Bytes value() {
            return Objects.requireNonNull(at).getValue();
        }

        @Override
        public void next() {
            at = rows.higherEntry(key());
        }

        @Override
        public void close() {}
    }

    private final class SimBatch implements Engine.Batch {
        private final int start;
        private List<Write> writes = new ArrayList<>();

        SimBatch(int start) {
            this.start = start;
        }

        @Override
        public void put(Bytes key, Bytes value) {
            writes.add(new Write(false, key, Optional.empty(), Optional.of(value)));
        }

        @Override
        public void delete(Bytes key) {
            writes.add(new Write(false, key, Optional.empty(), Optional.empty()));
        }

        @Override
        public void deleteRange(Bytes from, Bytes to) {
            writes.add(new Write(false, from, Optional.of(to), Optional.empty()));
        }

        @Override
        public void putFrame(Bytes key, Bytes frame) {
            writes.add(new Write(true, key, Optional.empty(), Optional.of(frame)));
        }

        @Override
        public void deleteFrame(Bytes key) {
            writes.add(new Write(true, key, Optional.empty(), Optional.empty()));
        }

        @Override
        public void deleteFrames(Bytes from, Bytes to) {
            writes.add(new Write(true, from, Optional.of(to), Optional.empty()));
        }

        @Override
        public void write(boolean sync) {
            SimDisk.this.write(start, writes, sync);
        }

        @Override
        public void clear() {
            writes = new ArrayList<>();
        }

        @Override
        public void close() {}
    }
}
