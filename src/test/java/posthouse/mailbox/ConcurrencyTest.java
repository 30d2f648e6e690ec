package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.MemoryStore;
import posthouse.store.Partition;
import posthouse.store.SideWrite;
import posthouse.store.Space;
import posthouse.store.StoreInFront;

/// Many threads on one account.
class ConcurrencyTest {
    private static final int THREADS = 20;
    private static final int EACH = 100;

    private final AtomicInteger commits = new AtomicInteger();
    private final Mailroom room =
            new Mailroom(
                    new StoreInFront(new MemoryStore()) {
                        @Override
                        public Committed commit(
                                Partition partition,
                                long expected,
                                List<Change> changes,
                                List<SideWrite> side)
                                throws Conflict {
                            if (partition.space() == Space.ACCOUNT) {
                                commits.incrementAndGet();
                                Thread.yield();
                            }
                            return super.commit(partition, expected, changes, side);
                        }
                    },
                    MailLimits.DEFAULT);

    @Test
    void givesEachOperationItsOwnUidAndModSeq() throws Exception {
        int inbox = room.inbox();
        var notices = new AtomicInteger();
        try (var _ = room.account.onChange(notices::incrementAndGet);
                var view = room.account.select(inbox, true);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> tasks = new java.util.ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tasks.add(this::work);
            }
            for (Future<Integer> done : executor.invokeAll(tasks)) {
                assertThat(done.get()).isEqualTo(EACH);
            }
            assertThat(notices.get()).isPositive();
            view.sync(true);
            assertThat(view.size()).isEqualTo(THREADS * EACH);
            var modSeqs =
                    Mailroom.all(view).stream().map(Placement::createdModSeq).distinct().count();
            assertThat(modSeqs).isEqualTo(THREADS * EACH);
            assertThat(view.mailbox().unseen()).isZero();
        }
        assertThat(commits.get()).isLessThanOrEqualTo(2 * THREADS * EACH + 1);
    }

    /// Half of it interrupted, which changes nothing.
    private int work() throws Exception {
        int count = 0;
        for (int i = 0; i < EACH; i++) {
            if (i % 2 == 0) {
                Thread.currentThread().interrupt();
            }
            var appended = room.append(room.inbox(), "A: b\r\n\r\nc\r\n");
            var stored =
                    room.account.store(
                            room.inbox(),
                            UidSet.of(appended.uid()),
                            FlagChange.add(Flags.SEEN),
                            OptionalLong.empty());
            assertThat(stored.changed().size()).isEqualTo(1);
            var _ = Thread.interrupted();
            count++;
        }
        return count;
    }
}
