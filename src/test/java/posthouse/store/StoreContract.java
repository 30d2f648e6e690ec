package posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.bytes.Bytes;

/// What every engine must do. An engine's test implements this and says how to open one.
interface StoreContract {
    Partition ANN = new Partition(Space.ACCOUNT, "ann");
    Partition BEN = new Partition(Space.ACCOUNT, "ben");

    /// Opens the store of a folder, or makes one there.
    Store open(Path folder);

    /// Whether what was in a closed store is there when it is opened again.
    boolean keeps();

    // Commits

    @Test
    default void showsWhatWasCommitted(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            var committed =
                    store.commit(ANN, 0, List.of(put("h", "1"), put("m/1", "2")), List.of());
            assertThat(committed.revision()).isEqualTo(1);
            committed.await();
            assertThat(dump(store, ANN)).containsExactly("h=1", "m/1=2");
            assertThat(store.read(ANN).revision()).isEqualTo(1);
        }
    }

    @Test
    default void refusesAnotherRevisionAndChangesNothing(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            commit(store, ANN, 0, put("h", "1"));
            for (long wrong : new long[] {0, 2, 100}) {
                var conflict =
                        catchThrowableOfType(
                                Conflict.class,
                                () ->
                                        store.commit(
                                                ANN,
                                                wrong,
                                                List.of(put("h", "x")),
                                                List.of(side(BEN, "s", "x"))));
                assertThat(conflict.actual()).isEqualTo(1);
            }
            commit(store, ANN, 1, put("i", "2"));
            assertThat(dump(store, ANN)).containsExactly("h=1", "i=2");
            assertThat(dump(store, BEN)).isEmpty();
        }
    }

    @Test
    default void takesCommitsOnTopOfOnesThatAreNotYetDurable(@TempDir Path folder)
            throws Exception {
        try (Store store = open(folder)) {
            Committed last = store.commit(ANN, 0, List.of(put("n", "0")), List.of());
            for (int n = 1; n < 200; n++) {
                var change = List.of(put("n", "" + n), put("k" + n, "v"));
                last = store.commit(ANN, last.revision(), change, List.of());
            }
            last.await();
            assertThat(last.revision()).isEqualTo(200);
            assertThat(store.read(ANN, Range.of(key("n"))).value()).contains(key("199"));
            assertThat(dump(store, ANN)).hasSize(200);
        }
    }

    @Test
    default void judgesBySubmittedRevisions(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            var first = store.commit(ANN, 0, List.of(put("n", "1")), List.of());
            assertThatThrownBy(() -> store.commit(ANN, 0, List.of(put("n", "2")), List.of()))
                    .isInstanceOf(Conflict.class);
            first.await();
        }
    }

    @Test
    default void awaitsMoreThanOnceAndInAnyOrder(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            var first = store.commit(ANN, 0, List.of(put("a", "1")), List.of());
            var second = store.commit(ANN, 1, List.of(put("b", "2")), List.of());
            second.await();
            assertThat(dump(store, ANN)).containsExactly("a=1", "b=2");
            first.await();
            first.await();
        }
    }

    @Test
    default void givesEachRevisionToOneOfManyWriters(@TempDir Path folder) throws Exception {
        try (Store store = open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var won = new AtomicLong();
            var writers = new ArrayList<Future<?>>();
            for (int writer = 0; writer < 4; writer++) {
                int number = writer;
                writers.add(
                        threads.submit(() -> {
                            for (int n = 0; n < 10; n++) {
                                append(store, number + "." + n);
                                won.incrementAndGet();
                            }
                            return null;
                        }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(won.get()).isEqualTo(40);
            View view = store.read(ANN, Range.ALL);
            assertThat(view.revision()).isEqualTo(40);
            assertThat(view.rows().getFirst()).hasSize(40);
        }
    }

    /// Adds a row whose value is the revision that it came with.
    private static void append(Store store, String name) {
        while (true) {
            long revision = store.read(ANN).revision();
            try {
                var row = put("k" + name, "" + (revision + 1));
                store.commit(ANN, revision, List.of(row), List.of()).await();
                return;
            } catch (Conflict _) {
                // Somebody else was first.
            }
        }
    }

    @Test
    default void appliesChangesInOrder(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            commit(store, ANN, 0, put("a", "1"), put("b", "1"), put("c", "1"));
            commit(
                    store,
                    ANN,
                    1,
                    new Change.DeleteRange(Range.ALL),
                    put("b", "2"),
                    put("c", "2"),
                    new Change.Delete(key("c")),
                    put("d", "1"),
                    put("d", "2"));
            assertThat(dump(store, ANN)).containsExactly("b=2", "d=2");
        }
    }

    @Test
    default void deletesRangesAndNothingBeside(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            commit(store, ANN, 0, put("a", "1"), put("b", "1"), put("b1", "1"), put("c", "1"));
            commit(store, BEN, 0, put("b", "1"));
            commit(store, ANN, 1, new Change.DeleteRange(Range.prefix(key("b"))));
            assertThat(dump(store, ANN)).containsExactly("a=1", "c=1");
            commit(store, ANN, 2, new Change.DeleteRange(new Range(key("c"), key("a"))));
            assertThat(dump(store, ANN)).containsExactly("a=1", "c=1");
            commit(store, ANN, 3, new Change.DeleteRange(new Range(key("b"), null)));
            assertThat(dump(store, ANN)).containsExactly("a=1");
            commit(store, ANN, 4, new Change.DeleteRange(Range.ALL));
            assertThat(dump(store, ANN)).isEmpty();
            assertThat(store.read(ANN).revision()).isEqualTo(5);
            assertThat(dump(store, BEN)).containsExactly("b=1");
        }
    }

    @Test
    default void takesAnEmptyCommit(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            commit(store, ANN, 0);
            assertThat(store.read(ANN).revision()).isEqualTo(1);
        }
    }

    // Reading

    @Test
    default void readsRangesInTheOrderAsked(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            commit(store, ANN, 0, put("a", "1"), put("b", "2"), put("b\u00ff", "3"), put("c", "4"));
            View view =
                    store.read(
                            ANN,
                            Range.of(key("c")),
                            Range.prefix(key("b")),
                            new Range(key("a"), key("b")),
                            new Range(key("b"), null),
                            Range.of(key("none")),
                            new Range(key("c"), key("a")));
            assertThat(view.rows().stream().map(StoreContract::text))
                    .containsExactly(
                            List.of("c=4"),
                            List.of("b=2", "b\\xff=3"),
                            List.of("a=1"),
                            List.of("b=2", "b\\xff=3", "c=4"),
                            List.of(),
                            List.of());
        }
    }

    @Test
    default void ordersKeysAsUnsignedOctets(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            commit(
                    store,
                    ANN,
                    0,
                    put("\u00ff", "3"),
                    put("\u0001", "1"),
                    put("\u007f", "2"),
                    put("\u0001\u0001", "1"));
            assertThat(dump(store, ANN))
                    .containsExactly("\\x01=1", "\\x01\\x01=1", "\\x7f=2", "\\xff=3");
        }
    }

    @Test
    default void keepsPartitionsApart(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            var names = List.of("a", "a/b", "a/b1", "a0", "ab", "~", "!", "b");
            for (String name : names) {
                commit(store, new Partition(Space.ACCOUNT, name), 0, put("k", name));
                commit(store, new Partition(Space.META, name), 0, put("k", "M" + name));
            }
            for (String name : names) {
                assertThat(dump(store, new Partition(Space.ACCOUNT, name)))
                        .containsExactly("k=" + name);
                assertThat(dump(store, new Partition(Space.META, name)))
                        .containsExactly("k=M" + name);
            }
            commit(store, new Partition(Space.ACCOUNT, "a"), 1, new Change.DeleteRange(Range.ALL));
            assertThat(dump(store, new Partition(Space.ACCOUNT, "a/b"))).hasSize(1);
        }
    }

    @Test
    default void readsNothingWhereNothingIs(@TempDir Path folder) {
        try (Store store = open(folder)) {
            View view = store.read(ANN, Range.ALL);
            assertThat(view.revision()).isZero();
            assertThat(view.rows()).containsExactly(List.of());
            assertThat(view.value()).isEmpty();
        }
    }

    @Test
    default void readsOneMomentOfAPartition(@TempDir Path folder) throws Exception {
        try (Store store = open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer =
                    threads.submit(() -> {
                        for (int n = 0; n < 50; n++) {
                            var both = List.of(put("a", "" + n), put("z", "" + n));
                            store.commit(ANN, n, both, List.of()).await();
                        }
                        return null;
                    });
            while (!writer.isDone()) {
                View view = store.read(ANN, Range.of(key("a")), Range.of(key("z")));
                assertThat(values(view.rows().get(0))).isEqualTo(values(view.rows().get(1)));
                if (view.revision() > 0) {
                    assertThat(view.value()).contains(key("" + (view.revision() - 1)));
                }
            }
            writer.get();
        }
    }

    @Test
    default void scansUntilTold(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            int count = 2000;
            long revision = 0;
            for (int from = 0; from < count; from += 500) {
                var rows =
                        IntStream.range(from, from + 500)
                                .mapToObj(n -> put("%05d".formatted(n), "x".repeat(n)));
                commit(store, ANN, revision++, rows.toArray(Change[]::new));
            }
            var all = new ArrayList<Row>();
            store.scan(ANN, Range.ALL, all::add);
            assertThat(all).hasSize(count);
            assertThat(all).extracting(Row::key).isSorted();
            var some = new ArrayList<String>();
            store.scan(
                    ANN,
                    new Range(key("00010"), null),
                    row -> {
                        some.add(row.key().latin1());
                        return some.size() < 3;
                    });
            assertThat(some).containsExactly("00010", "00011", "00012");
            store.scan(
                    ANN,
                    new Range(key("b"), key("a")),
                    _ -> {
                        throw new AssertionError("nothing is there");
                    });
        }
    }

    @Test
    default void scansOneMomentAndLetsTheSinkWrite(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            commit(store, ANN, 0, put("a", "1"), put("b", "1"), put("c", "1"));
            var seen = new ArrayList<String>();
            var revision = new AtomicLong(1);
            store.scan(
                    ANN,
                    Range.ALL,
                    row -> {
                        seen.add(text(List.of(row)).getFirst());
                        try {
                            commit(store, ANN, revision.getAndIncrement(), put("c", "2"));
                        } catch (Conflict impossible) {
                            throw new AssertionError(impossible);
                        }
                        return true;
                    });
            assertThat(seen).containsExactly("a=1", "b=1", "c=1");
        }
    }

    @Test
    default void listsPartitionsThatHaveRows(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            for (String name : List.of("c", "a", "a/b", "gone")) {
                commit(store, new Partition(Space.DOMAIN, name), 0, put("k", "v"));
            }
            var gone = new Partition(Space.DOMAIN, "gone");
            commit(store, gone, 1, new Change.Delete(key("k")));
            commit(store, ANN, 0, List.of(), side(new Partition(Space.DOMAIN, "b"), "k", "v"));
            commit(store, new Partition(Space.DOMAIN, "empty"), 0);
            assertThat(store.partitions(Space.DOMAIN).map(Partition::id))
                    .containsExactly("a", "a/b", "b", "c");
            assertThat(store.partitions(Space.THREAD)).isEmpty();
        }
    }

    // Side writes

    @Test
    default void writesToOtherPartitionsWithoutTheirRevision(@TempDir Path folder)
            throws Exception {
        try (Store store = open(folder)) {
            commit(store, BEN, 0, put("b", "1"));
            commit(store, ANN, 0, List.of(), side(BEN, "s", "1"), side(BEN, "s", "2"));
            assertThat(dump(store, BEN)).containsExactly("b=1", "s=2");
            assertThat(store.read(BEN).revision()).isEqualTo(1);
            var fresh = new Partition(Space.META, "1/2");
            commit(store, ANN, 1, List.of(), side(fresh, "s", "1"));
            assertThat(dump(store, fresh)).containsExactly("s=1");
            assertThat(store.read(fresh).revision()).isZero();
            commit(store, fresh, 0, put("t", "1"));
            assertThat(dump(store, fresh)).containsExactly("s=1", "t=1");
        }
    }

    @Test
    default void linksBodiesWithACommit(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            long body = put(store, "hello", "~put");
            commit(
                    store,
                    ANN,
                    0,
                    List.of(),
                    new SideWrite.LinkBody(body, "A/ann"),
                    new SideWrite.LinkBody(body, "A/ben"),
                    new SideWrite.LinkBody(body, "A/ann"));
            assertThat(store.bodies().tags(body)).containsExactly("A/ann", "A/ben", "~put");
            store.bodies().unlink(body, "~put");
            assertThat(read(store, body, 0, 100)).isEqualTo("hello");
        }
    }

    @Test
    default void refusesToLinkWhatIsNotThere(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            long body = put(store, "hello", "~put");
            assertThatThrownBy(() ->
                            store.commit(
                                    ANN,
                                    0,
                                    List.of(put("h", "1")),
                                    List.of(
                                            side(BEN, "s", "1"),
                                            new SideWrite.LinkBody(body, "t"),
                                            new SideWrite.LinkBody(body + 1, "t"))))
                    .isInstanceOf(StoreFailure.class);
            assertThat(store.read(ANN, Range.ALL)).isEqualTo(new View(0, List.of(List.of())));
            assertThat(dump(store, BEN)).isEmpty();
            assertThat(store.bodies().tags(body)).containsExactly("~put");
            commit(store, ANN, 0, put("h", "1"));
        }
    }

    // Limits

    @Test
    default void holdsCommitsToTheLimits(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            var largest = new byte[Store.ROW_BYTES_MAX];
            commit(store, ANN, 0, new Change.Put(key("k".repeat(200)), Bytes.wrap(largest)));
            refuses(store, new Change.Put(key("k"), Bytes.wrap(new byte[largest.length + 1])));
            refuses(store, put("k".repeat(201), "v"));
            refuses(store, put("", "v"));
            refuses(store, put("a\0b", "v"));
            refuses(store, new Change.Delete(key("a\0b")));
            refuses(store, changes(513, 1));
            refuses(store, changes(17, Store.ROW_BYTES_MAX - 10));
            commit(store, ANN, 1, changes(512, 1));
            commit(store, ANN, 2, changes(15, Store.ROW_BYTES_MAX - 10));
            assertThat(store.read(ANN).revision()).isEqualTo(3);
        }
    }

    private static void refuses(Store store, Change... changes) {
        assertThatThrownBy(() -> store.commit(ANN, 1, List.of(changes), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.read(ANN).revision()).isEqualTo(1);
    }

    private static Change[] changes(int count, int bytes) {
        return IntStream.range(0, count)
                .mapToObj(
                        n -> new Change.Put(key("%04d".formatted(n)), Bytes.wrap(new byte[bytes])))
                .toArray(Change[]::new);
    }

    @Test
    default void refusesWhatIsNoTag(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            long body = put(store, "x", "t".repeat(200));
            for (String wrong : List.of("", "~", "a b", "a\0", "\u00e9", "t".repeat(201))) {
                assertThatThrownBy(() -> put(store, "x", wrong))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> store.bodies().link(body, wrong))
                        .isInstanceOf(IllegalArgumentException.class);
                var link = List.<SideWrite>of(new SideWrite.LinkBody(body, wrong));
                assertThatThrownBy(() -> store.commit(ANN, 0, List.of(), link))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    // Bodies

    @Test
    default void givesBackEveryPartOfABody(@TempDir Path folder) throws Exception {
        int frame = Bodies.FRAME_BYTES;
        try (Store store = open(folder)) {
            for (int size :
                    new int[] {0, 1, 100, frame - 1, frame, frame + 1, 3 * frame, 200_001}) {
                for (boolean packs : new boolean[] {true, false}) {
                    byte[] content = content(size, packs);
                    long body = store.bodies().put(new ByteArrayInputStream(content), "t");
                    checkParts(store, body, content);
                }
            }
        }
    }

    private static void checkParts(Store store, long body, byte[] content) throws IOException {
        var random = new Random(content.length);
        assertPart(store, body, content, 0, Long.MAX_VALUE);
        assertPart(store, body, content, content.length, 10);
        assertPart(store, body, content, content.length + 10L, 10);
        assertPart(store, body, content, 0, 0);
        for (int n = 0; n < 20; n++) {
            int from = random.nextInt(content.length + 1);
            assertPart(store, body, content, from, random.nextInt(content.length + 1));
        }
    }

    private static void assertPart(Store store, long body, byte[] content, long offset, long length)
            throws IOException {
        int from = (int) Math.min(offset, content.length);
        int to = (int) Math.min(content.length, from + Math.min(length, content.length));
        byte[] wanted = Bytes.wrap(content).slice(from, to).toArray();
        assertThat(store.bodies().open(body, offset, length).readAllBytes()).isEqualTo(wanted);
        var out = new ByteArrayOutputStream();
        assertThat(store.bodies().open(body, offset, length).transferTo(out))
                .isEqualTo(wanted.length);
        assertThat(out.toByteArray()).isEqualTo(wanted);
    }

    @Test
    default void readsAndSkipsLikeAnyStream(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            byte[] content = content(200_000, true);
            long body = store.bodies().put(new ByteArrayInputStream(content), "t");
            try (InputStream stream = store.bodies().open(body, 10, 150_000)) {
                int at = 10;
                var buffer = new byte[10_000];
                while (at < 150_010) {
                    assertThat(stream.read()).isEqualTo(content[at++] & 0xff);
                    int count = stream.read(buffer, 5, 5000);
                    assertThat(Bytes.copyOf(buffer, 5, Math.max(count, 0)))
                            .isEqualTo(Bytes.copyOf(content, at, Math.max(count, 0)));
                    at += Math.max(count, 0);
                    at += (int) stream.skip(30_000);
                }
                assertThat(at).isEqualTo(150_010);
                assertThat(stream.read()).isEqualTo(-1);
                assertThat(stream.read(buffer)).isEqualTo(-1);
                assertThat(stream.skip(10)).isZero();
            }
        }
    }

    @Test
    default void leavesNothingOfABodyWhoseSourceFails(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            long before = put(store, "x", "t");
            var start = new ByteArrayInputStream(content(3 * Bodies.FRAME_BYTES, false));
            var failing = new SequenceInputStream(start, new Failing());
            assertThatThrownBy(() -> store.bodies().put(failing, "t"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("gone");
            long after = put(store, "x", "t");
            for (long body = before + 1; body < after; body++) {
                long missing = body;
                assertThat(store.bodies().tags(missing)).isEmpty();
                assertThatThrownBy(() -> store.bodies().open(missing, 0, 1))
                        .isInstanceOf(StoreFailure.class);
            }
        }
    }

    /// A source whose line drops at once.
    final class Failing extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("gone");
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            throw new IOException("gone");
        }
    }

    @Test
    default void keepsABodyAsLongAsItHasATag(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            long body = put(store, "hello", "b");
            store.bodies().link(body, "a");
            store.bodies().link(body, "a");
            store.bodies().unlink(body, "b");
            store.bodies().unlink(body, "b");
            store.bodies().unlink(body, "never");
            assertThat(store.bodies().tags(body)).containsExactly("a");
            assertThat(read(store, body, 1, 3)).isEqualTo("ell");
            store.bodies().unlink(body, "a");
            assertThat(store.bodies().tags(body)).isEmpty();
            assertThatThrownBy(() -> store.bodies().open(body, 0, 1))
                    .isInstanceOf(StoreFailure.class);
            assertThatThrownBy(() -> store.bodies().link(body, "a"))
                    .isInstanceOf(StoreFailure.class);
            store.bodies().unlink(body, "a");
        }
    }

    @Test
    default void givesEachBodyItsOwnId(@TempDir Path folder) throws Exception {
        try (Store store = open(folder)) {
            long first = put(store, "1", "t");
            assertThat(first).isPositive();
            store.bodies().unlink(first, "t");
            long second = put(store, "2", "t");
            assertThat(second).isGreaterThan(first);
            assertThatThrownBy(() -> store.bodies().open(second + 1, 0, 1))
                    .isInstanceOf(StoreFailure.class);
        }
    }

    // Opening and closing

    @Test
    default void keepsWhatWasCommitted(@TempDir Path folder) throws Exception {
        assumeTrue(keeps());
        byte[] content = content(200_000, true);
        long body;
        try (Store store = open(folder)) {
            body = store.bodies().put(new ByteArrayInputStream(content), "~first");
            commit(
                    store,
                    ANN,
                    0,
                    List.of(put("h", "1")),
                    new SideWrite.LinkBody(body, "keep"),
                    side(BEN, "s", "1"));
        }
        try (Store store = open(folder)) {
            assertThat(dump(store, ANN)).containsExactly("h=1");
            assertThat(store.read(ANN).revision()).isEqualTo(1);
            assertThat(dump(store, BEN)).containsExactly("s=1");
            assertPart(store, body, content, 0, content.length);
            commit(store, ANN, 1, put("h", "2"));
        }
        try (Store store = open(folder)) {
            assertThat(dump(store, ANN)).containsExactly("h=2");
        }
    }

    @Test
    default void writesWhatNobodyWaitedForWhenClosing(@TempDir Path folder) throws Exception {
        assumeTrue(keeps());
        try (Store store = open(folder)) {
            for (int n = 0; n < 100; n++) {
                var _ = store.commit(ANN, n, List.of(put("k" + n, "v")), List.of());
            }
        }
        try (Store store = open(folder)) {
            assertThat(store.read(ANN).revision()).isEqualTo(100);
        }
    }

    @Test
    default void dropsTagsOfEarlierRunsWhenOpened(@TempDir Path folder) throws Exception {
        assumeTrue(keeps());
        long kept;
        long dropped;
        try (Store store = open(folder)) {
            kept = put(store, "kept", "~run1");
            store.bodies().link(kept, "A/ann");
            dropped = put(store, "x".repeat(200_000), "~run1");
            store.bodies().link(dropped, "~too");
        }
        try (Store store = open(folder)) {
            assertThat(store.bodies().tags(kept)).containsExactly("A/ann");
            assertThat(read(store, kept, 0, 10)).isEqualTo("kept");
            assertThat(store.bodies().tags(dropped)).isEmpty();
            assertThatThrownBy(() -> store.bodies().open(dropped, 0, 1))
                    .isInstanceOf(StoreFailure.class);
            assertThat(put(store, "new", "t")).isGreaterThan(dropped);
        }
    }

    @Test
    default void takesNothingOnceClosed(@TempDir Path folder) throws Exception {
        Store store = open(folder);
        long body = put(store, "x".repeat(3 * Bodies.FRAME_BYTES), "t");
        InputStream stream = store.bodies().open(body, 0, Long.MAX_VALUE);
        commit(store, ANN, 0, put("h", "1"));
        store.close();
        store.close();
        assertThatThrownBy(() -> store.commit(ANN, 1, List.of(), List.of()))
                .isInstanceOf(StoreFailure.class);
        assertThatThrownBy(() -> store.read(ANN)).isInstanceOf(StoreFailure.class);
        assertThatThrownBy(() -> put(store, "x", "t")).isInstanceOf(StoreFailure.class);
        assertThatThrownBy(() -> store.bodies().tags(body)).isInstanceOf(StoreFailure.class);
        if (keeps()) {
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(StoreFailure.class);
        }
    }

    // Words for the above

    static Bytes key(String text) {
        return Bytes.latin1(text);
    }

    static Change put(String key, String value) {
        return new Change.Put(key(key), key(value));
    }

    static SideWrite side(Partition partition, String key, String value) {
        return new SideWrite.PutRow(partition, new Row(key(key), key(value)));
    }

    static void commit(Store store, Partition partition, long expected, Change... changes)
            throws Conflict {
        store.commit(partition, expected, List.of(changes), List.of()).await();
    }

    static void commit(
            Store store,
            Partition partition,
            long expected,
            List<Change> changes,
            SideWrite... side)
            throws Conflict {
        store.commit(partition, expected, changes, List.of(side)).await();
    }

    static List<String> dump(Store store, Partition partition) {
        return text(store.read(partition, Range.ALL).rows().getFirst());
    }

    static List<String> text(List<Row> rows) {
        return rows.stream().map(row -> row.key() + "=" + row.value()).toList();
    }

    static List<Bytes> values(List<Row> rows) {
        return rows.stream().map(Row::value).toList();
    }

    static long put(Store store, String content, String tag) throws IOException {
        return store.bodies().put(new ByteArrayInputStream(key(content).toArray()), tag);
    }

    static String read(Store store, long body, long offset, long length) throws IOException {
        return Bytes.wrap(store.bodies().open(body, offset, length).readAllBytes()).latin1();
    }

    /// Octets that zstd packs well, or not at all.
    static byte[] content(int size, boolean packs) {
        var content = new byte[size];
        new Random(size).nextBytes(content);
        if (packs) {
            for (int i = 0; i < size; i++) {
                content[i] = (byte) ('a' + (content[i] & 3));
            }
        }
        return content;
    }
}
