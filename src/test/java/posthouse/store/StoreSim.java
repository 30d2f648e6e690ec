package posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.store.Hardships.Flaw;

/// A store in a world with power cuts, kills and failed syncs: what it acknowledged is there
/// afterwards, and what is there was submitted. `bin/check-sim store N` runs more seeds.
class StoreSim {
    private static final long SEEDS = Long.getLong("posthouse.sim.seeds", 2_000);
    private static final int STEPS = 80;
    private static final List<Partition> PARTITIONS =
            List.of(
                    new Partition(Space.ACCOUNT, "1"),
                    new Partition(Space.ACCOUNT, "1/2"),
                    new Partition(Space.DOMAIN, "1"));
    private static final Partition SIDE = new Partition(Space.META, "1");

    @Test
    void losesNothingPromisedAndInventsNothing() {
        Seeds.each(SEEDS, random -> new Run(random, Hardships.ALL).steps(STEPS));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noticesEachFlaw(Flaw flaw) {
        assertThatThrownBy(() ->
                        Seeds.each(
                                500,
                                random -> new Run(random, Hardships.ALL.with(flaw)).steps(STEPS)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed");
    }

    @Test
    void syncsOnceForManyCommits() throws Exception {
        var disk = new SimDisk(new Random(1));
        Store store = disk.open();
        int before = disk.syncs();
        var all = new ArrayList<Committed>();
        for (int n = 0; n < 100; n++) {
            all.add(store.commit(PARTITIONS.getFirst(), n, List.of(), List.of()));
        }
        all.forEach(Committed::await);
        assertThat(disk.syncs() - before).isEqualTo(1);
    }

    /// One seed's life of a store.
    private static final class Run {
        private record Waiting(Committed committed, int moment) {}

        private final Random random;
        private final Hardships hardships;
        private final SimDisk disk;
        private final StoreLedger ledger = new StoreLedger();
        private final List<Waiting> waiting = new ArrayList<>();
        private Store store;
        private int counter;

        Run(Random random, Hardships hardships) {
            this.random = random;
            this.hardships = hardships;
            this.disk = new SimDisk(random).hardships(hardships);
            this.store = disk.open();
        }

        void steps(int count) throws Exception {
            for (int n = 0; n < count; n++) {
                try {
                    step();
                } catch (PowerCut _) {
                    restart();
                } catch (StoreFailure _) {
                    refusesWritesFromNowOn();
                    restart();
                }
            }
            restart();
        }

        private void step() throws Exception {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> commit();
                case 4, 5 -> await();
                case 6, 7 -> put();
                case 8 -> link();
                case 9 -> unlink();
                case 10 -> read();
                default -> rarely();
            }
        }

        private void rarely() throws IOException {
            if (random.nextInt(8) == 0) {
                store.close();
                awaitAll();
                restart();
            }
        }

        private void restart() throws IOException {
            waiting.clear();
            for (int n = 0; n < 3; n++) {
                try {
                    store = disk.open();
                    ledger.checkRestarted(store);
                    return;
                } catch (PowerCut | StoreFailure _) {
                    // It goes off again while it is looked at; what must be there stays the same.
                }
            }
            restartInPeace();
        }

        private void restartInPeace() throws IOException {
            var _ = disk.hardships(Hardships.NONE.with(hardships.flaw()));
            store = disk.open();
            ledger.checkRestarted(store);
            var _ = disk.hardships(hardships);
        }

        /// What is read after a failed sync must be durable too, so it goes into the ledger.
        private void refusesWritesFromNowOn() {
            try {
                PARTITIONS.forEach(this::read);
                awaitAll();
                assertThatThrownBy(
                                () -> store.commit(PARTITIONS.getFirst(), 0, List.of(), List.of()))
                        .isInstanceOf(StoreFailure.class);
            } catch (PowerCut _) {
                // That ends it as well.
            }
        }

        private void awaitAll() {
            for (Waiting each : waiting) {
                try {
                    each.committed().await();
                    ledger.promise(each.moment());
                } catch (StoreFailure _) {
                    // It promises nothing.
                }
            }
        }

        private void commit() throws Exception {
            Partition partition = pick(PARTITIONS);
            long expected = ledger.newest().revisions.getOrDefault(partition, 0L);
            var changes = new ArrayList<Change>();
            for (int n = random.nextInt(4); n > 0; n--) {
                changes.add(change());
            }
            var side = new ArrayList<SideWrite>();
            if (random.nextBoolean()) {
                side.add(new SideWrite.PutRow(SIDE, new Row(key(), value())));
            }
            var bodies = List.copyOf(ledger.newest().tags.keySet());
            if (!bodies.isEmpty() && random.nextBoolean()) {
                side.add(new SideWrite.LinkBody(pick(bodies), tag()));
            }
            if (random.nextInt(10) == 0) {
                conflict(partition, expected + 1);
            }
            Committed committed = store.commit(partition, expected, changes, side);
            assertThat(committed.revision()).isEqualTo(expected + 1);
            int moment = ledger.commit(partition, expected + 1, changes, side);
            waiting.add(new Waiting(committed, moment));
        }

        private void conflict(Partition partition, long wrong) {
            try {
                var _ = store.commit(partition, wrong, List.of(change()), List.of());
                throw new AssertionError("a commit at the wrong revision " + wrong);
            } catch (Conflict conflict) {
                assertThat(conflict.actual()).isEqualTo(wrong - 1);
            }
        }

        private Change change() {
            return switch (random.nextInt(8)) {
                case 0, 1 -> new Change.Delete(key());
                case 2 -> {
                    Bytes key = key();
                    yield new Change.DeleteRange(
                            random.nextBoolean() ? new Range(key, key()) : Range.prefix(key));
                }
                default -> new Change.Put(key(), value());
            };
        }

        private void await() {
            if (!waiting.isEmpty()) {
                Waiting one = waiting.remove(random.nextInt(waiting.size()));
                one.committed().await();
                ledger.promise(one.moment());
            }
        }

        private void put() throws IOException {
            int size =
                    random.nextInt(20) == 0
                            ? random.nextInt(3 * Bodies.FRAME_BYTES)
                            : random.nextInt(100);
            byte[] octets = new byte[size];
            random.nextBytes(octets);
            String tag = random.nextInt(3) == 0 ? tag() : "~" + tag();
            long body = store.bodies().put(new ByteArrayInputStream(octets), tag);
            var _ = ledger.put(body, Bytes.wrap(octets), tag);
            if (random.nextBoolean()) {
                ledger.checkBody(store, body);
            }
        }

        private void link() {
            var bodies = List.copyOf(ledger.newest().tags.keySet());
            if (!bodies.isEmpty()) {
                long body = pick(bodies);
                String tag = tag();
                int moment = ledger.link(body, tag);
                store.bodies().link(body, tag);
                ledger.promise(moment);
            }
        }

        private void unlink() {
            var bodies = List.copyOf(ledger.newest().tags.keySet());
            if (!bodies.isEmpty()) {
                long body = pick(bodies);
                String tag = pick(List.copyOf(ledger.newest().tags(body)));
                var _ = ledger.unlink(body, tag);
                store.bodies().unlink(body, tag);
            }
        }

        private void read() {
            read(pick(PARTITIONS));
        }

        private void read(Partition partition) {
            ledger.checkRead(partition, store.read(partition, Range.ALL));
        }

        private Bytes key() {
            return Bytes.latin1("" + (char) ('a' + random.nextInt(3)) + random.nextInt(4));
        }

        private Bytes value() {
            return Bytes.latin1("" + counter++);
        }

        private String tag() {
            return "t" + random.nextInt(4);
        }

        private <T> T pick(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }
    }
}
