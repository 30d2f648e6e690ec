package posthouse.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

/// When the committer writes, and what together.
final class CommitterTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final int ROOM = 1 << 20;

    private final Writes writes = new Writes();

    @Test
    void writesWhatNobodyWaitsForWithWhatIsWaitedFor() throws Exception {
        try (var committer = started(ROOM, FOR_EVER)) {
            submit(committer, "a", 10, false);
            submit(committer, "b", 10, true);
            committer.await(submit(committer, "c", 10, true));
            assertThat(writes.next()).isEqualTo("abc, synced");
        }
    }

    @Test
    void writesAtOnceOnlyWhatIsStillToBeWritten() throws Exception {
        try (var committer = started(ROOM, FOR_EVER)) {
            var first = submit(committer, "a", 10, true);
            committer.await(first);
            submit(committer, "b", 10, false);
            committer.await(first);
            committer.await(submit(committer, "c", 10, false));
            assertThat(writes.next()).isEqualTo("a, synced");
            assertThat(writes.next()).isEqualTo("bc");
        }
    }

    @Test
    void writesInTheEndWhatNobodyWaitsFor() throws Exception {
        try (var committer = started(ROOM, Duration.ofMillis(1))) {
            submit(committer, "a", 10, true);
            assertThat(writes.next()).isEqualTo("a, synced");
        }
    }

    @Test
    void writesWhatSomebodyWillReadAgain() throws Exception {
        try (var committer = started(ROOM, FOR_EVER)) {
            submit(committer, "a", 10, true);
            var _ =
                    committer.locked(() -> {
                        committer.hurry();
                        return true;
                    });
            assertThat(writes.next()).isEqualTo("a, synced");
        }
    }

    @Test
    void writesALotAlsoIfNobodyWaits() throws Exception {
        try (var committer = started(ROOM, FOR_EVER)) {
            submit(committer, "a", Committer.LINGERING_BYTES_MAX, false);
            assertThat(writes.next()).isEqualTo("a");
        }
    }

    @Test
    void writesWhereThereIsNoRoomForMore() throws Exception {
        try (var committer = started(100, FOR_EVER)) {
            submit(committer, "a", 60, false);
            submit(committer, "b", 60, false);
            assertThat(writes.next()).isEqualTo("a");
        }
        assertThat(writes.next()).isEqualTo("b");
    }

    private Committer started(int room, Duration lingering) {
        var committer = Committer.onThread(writes, room, lingering);
        committer.start();
        return committer;
    }

    private static Job submit(Committer committer, String name, int bytes, boolean synced) {
        var job = new Job(synced, batch -> batch.put(Bytes.latin1(name), Bytes.EMPTY), () -> {});
        return requireNonNull(committer.submit(bytes, () -> job));
    }

    /// Remembers what was written together.
    private static final class Writes implements Engine.Batch {
        private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
        private final List<String> batch = new ArrayList<>();

        String next() throws InterruptedException {
            return requireNonNull(written.poll(1, TimeUnit.MINUTES), "nothing was written");
        }

        @Override
        public void put(Bytes key, Bytes value) {
            batch.add(key.latin1());
        }

        @Override
        public void write(boolean sync) {
            written.add(String.join("", batch) + (sync ? ", synced" : ""));
        }

        @Override
        public void clear() {
            batch.clear();
        }

        @Override
        public void delete(Bytes key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void deleteRange(Bytes from, Bytes to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void putFrame(Bytes key, Bytes frame) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void deleteFrame(Bytes key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void deleteFrames(Bytes from, Bytes to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
