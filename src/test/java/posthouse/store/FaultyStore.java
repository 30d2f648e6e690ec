package posthouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Any store, with failures at chosen calls. A sweep (SQLite's way) runs a scenario once to count
/// the calls, then again with the first failing, the second, and so on:
///
/// ```java
/// for (int n = 1; ; n++) {
///     var store = FaultyStore.failingAt(n, new MemoryStore());
///     …                       // nothing half done may be visible
///     if (store.calls() < n) break;
/// }
/// ```
public final class FaultyStore implements Store, Bodies {
    /// What may fail.
    public enum Call {
        COMMIT,
        AWAIT,
        READ,
        SCAN,
        PARTITIONS,
        PUT,
        OPEN,
        STREAM,
        LINK,
        UNLINK,
        TAGS
    }

    /// How it fails.
    public enum When {
        /// Nothing is done.
        BEFORE,
        /// It is done, and the caller is told that it failed.
        AFTER
    }

    /// Decides, before each call, whether it fails.
    @FunctionalInterface
    public interface Plan {
        /// @param number of the call, from 1
        /// @return empty: it does not fail
        Optional<When> fails(long number, Call call);
    }

    private final Store store;
    private final Plan plan;
    private final List<Call> calls = new ArrayList<>();

    public FaultyStore(Store store, Plan plan) {
        this.store = store;
        this.plan = plan;
    }

    /// The n-th call fails before it is done, n from 1.
    public static FaultyStore failingAt(long n, Store store) {
        return failingAt(n, When.BEFORE, store);
    }

    public static FaultyStore failingAt(long n, When when, Store store) {
        return new FaultyStore(
                store, (number, _) -> number == n ? Optional.of(when) : Optional.empty());
    }

    /// Each call fails with a likelihood, before or after it is done.
    public static FaultyStore failing(double likelihood, Random random, Store store) {
        return failing(_ -> random.nextDouble() < likelihood, random, store);
    }

    /// The chosen calls fail, before or after they are done.
    public static FaultyStore failing(Predicate<Call> which, Random random, Store store) {
        return new FaultyStore(
                store,
                (_, call) ->
                        which.test(call)
                                ? Optional.of(random.nextBoolean() ? When.BEFORE : When.AFTER)
                                : Optional.empty());
    }

    /// How many calls there were.
    public synchronized long calls() {
        return calls.size();
    }

    /// The calls, in order.
    public synchronized List<Call> log() {
        return List.copyOf(calls);
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        var fails = next(Call.COMMIT);
        failIf(fails, When.BEFORE, Call.COMMIT);
        Committed committed = store.commit(partition, expected, changes, side);
        failIf(fails, When.AFTER, Call.COMMIT);
        return new Committed() {
            @Override
            public long revision() {
                return committed.revision();
            }

            @Override
            public void await() {
                run(Call.AWAIT, committed::await);
            }
        };
    }

    @Override
    public View read(Partition partition, Range... ranges) {
        return get(Call.READ, () -> store.read(partition, ranges));
    }

    @Override
    public void scan(Partition partition, Range range, RowSink sink) {
        run(Call.SCAN, () -> store.scan(partition, range, sink));
    }

    @Override
    public Bodies bodies() {
        return this;
    }

    @Override
    public Stream<Partition> partitions(Space space) {
        return get(Call.PARTITIONS, () -> store.partitions(space));
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public long put(InputStream content, String tag) throws IOException {
        var fails = next(Call.PUT);
        failIf(fails, When.BEFORE, Call.PUT);
        long body = store.bodies().put(content, tag);
        failIf(fails, When.AFTER, Call.PUT);
        return body;
    }

    /// Reading from the stream may fail too.
    @Override
    public InputStream open(long body, long offset, long length) {
        InputStream stream = get(Call.OPEN, () -> store.bodies().open(body, offset, length));
        return new InputStream() {
            @Override
            public int read() throws IOException {
                failIf(next(Call.STREAM), When.BEFORE, Call.STREAM);
                return stream.read();
            }

            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                failIf(next(Call.STREAM), When.BEFORE, Call.STREAM);
                return stream.read(target, from, count);
            }
        };
    }

    @Override
    public void link(long body, String tag) {
        run(Call.LINK, () -> store.bodies().link(body, tag));
    }

    @Override
    public void unlink(long body, String tag) {
        run(Call.UNLINK, () -> store.bodies().unlink(body, tag));
    }

    @Override
    public List<String> tags(long body) {
        return get(Call.TAGS, () -> store.bodies().tags(body));
    }

    private synchronized Optional<When> next(Call call) {
        calls.add(call);
        return plan.fails(calls.size(), call);
    }

    private void run(Call call, Runnable action) {
        var _ =
                get(
                        call,
                        () -> {
                            action.run();
                            return true;
                        });
    }

    private <T> T get(Call call, Supplier<T> action) {
        var fails = next(call);
        failIf(fails, When.BEFORE, call);
        T result = action.get();
        failIf(fails, When.AFTER, call);
        return result;
    }

    private static void failIf(Optional<When> fails, When when, Call call) {
        if (fails.isPresent() && fails.get() == when) {
            throw new StoreFailure("injected into " + call + ", " + when);
        }
    }
}
