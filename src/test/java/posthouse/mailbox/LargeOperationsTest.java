package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.MemoryStore;
import posthouse.store.Partition;
import posthouse.store.SideWrite;
import posthouse.store.Space;
import posthouse.store.StoreFailure;
import posthouse.store.StoreInFront;

/// What takes several commits, and what becomes of it when the store fails in between.
class LargeOperationsTest {
    private static final int MANY = 1_500;

    private final FailingStore failing = new FailingStore();
    private final Mailroom room = new Mailroom(failing, MailLimits.DEFAULT);

    /// A memory store that refuses commits of accounts from a certain one on.
    private static final class FailingStore extends StoreInFront {
        private int left = Integer.MAX_VALUE;
        private int commits;

        FailingStore() {
            super(new MemoryStore());
        }

        @Override
        public Committed commit(
                Partition partition, long expected, List<Change> changes, List<SideWrite> side)
                throws Conflict {
            if (partition.space() == Space.ACCOUNT) {
                commits++;
                if (left-- <= 0) {
                    throw new StoreFailure("no more");
                }
            }
            return super.commit(partition, expected, changes, side);
        }
    }

    private static List<Long> count(int from, int to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void copiesManyAtOnce() throws Exception {
        room.pretend(room.inbox(), MANY);
        int target = room.mailbox(Role.ARCHIVE);
        room.fill(target, 3);
        var view = room.account.select(target, false);
        int before = failing.commits;
        var copied = room.account.copy(room.inbox(), UidSet.range(1, Uids.MAX), target);
        assertThat(failing.commits - before).isGreaterThan(5);
        assertThat(copied.sources()).isEqualTo(count(1, MANY));
        assertThat(copied.targets()).isEqualTo(count(4, MANY + 3));
        assertThat(view.sync(true)).containsExactly(new ViewChange.Arrived(MANY + 3, MANY + 3));
        assertThat(room.account.state().usedMessages()).isEqualTo(2 * MANY + 3);
        room.reopen();
        try (var again = room.account.select(target, false)) {
            assertThat(Mailroom.uids(again)).isEqualTo(count(1, MANY + 3));
            assertThat(again.placement(4).bits()).isEqualTo(Placement.HAS_OTHERS);
            assertThat(again.placement(4).modSeq())
                    .isLessThanOrEqualTo(again.mailbox().highestModSeq());
        }
    }

    /// The page of the last messages is also that of the first copies.
    @Test
    void copiesAMailboxIntoItself() throws Exception {
        room.pretend(room.inbox(), MANY);
        var copied = room.account.copy(room.inbox(), UidSet.range(1, Uids.MAX), room.inbox());
        assertThat(copied.targets()).isEqualTo(count(MANY + 1, 2 * MANY));
        for (int opened = 0; opened < 2; opened++) {
            try (var view = room.account.select(room.inbox(), false)) {
                assertThat(Mailroom.uids(view)).isEqualTo(count(1, 2 * MANY));
                assertThat(Mailroom.all(view))
                        .allMatch(placement -> placement.bits() == Placement.HAS_OTHERS);
            }
            room.reopen();
        }
        assertThat(others()).isEqualTo(MANY);
    }

    @Test
    void leavesNothingOfACopyThatFailed() throws Exception {
        room.pretend(room.inbox(), MANY);
        int target = room.mailbox(Role.ARCHIVE);
        room.fill(target, 3);
        for (int commits = 1; commits < 7; commits++) {
            failing.left = commits;
            assertThatThrownBy(() ->
                            room.account.copy(room.inbox(), UidSet.range(1, Uids.MAX), target))
                    .isInstanceOf(StoreFailure.class);
            failing.left = Integer.MAX_VALUE;
            if (commits % 2 == 0) {
                room.reopen();
            }
            try (var view = room.account.select(target, false)) {
                assertThat(view.size()).isEqualTo(3);
            }
            assertThat(others()).isZero();
        }
        room.fill(target, 200);
        room.reopen();
        try (var view = room.account.select(target, false)) {
            assertThat(Mailroom.uids(view)).isEqualTo(count(1, 203));
        }
        assertThat(room.account.state().usedMessages()).isEqualTo(MANY + 203);
    }

    /// Rows `r/…`.
    private int others() {
        var view =
                room.store.read(
                        Keys.account(room.account.id()),
                        posthouse.store.Range.prefix(posthouse.bytes.Bytes.latin1("r/")));
        return view.rows().getFirst().size();
    }

    @Test
    void letsOnlyChangesOfTheTargetWait() throws Exception {
        room.fill(room.inbox(), 3);
        int target = room.mailbox(Role.ARCHIVE);
        var owner = new Object();
        room.account.ledger().begin(target, owner);
        room.fill(room.inbox(), 1);
        var waiting = Thread.ofVirtual().unstarted(() -> append(target));
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        room.fill(room.inbox(), 1);
        assertThat(room.state(target).messages()).isZero();
        room.account.ledger().end(target, owner);
        waiting.join();
        assertThat(room.state(target).messages()).isEqualTo(1);
    }

    private void append(int mailbox) {
        try {
            room.fill(mailbox, 1);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void storesExpungesAndMovesMany() throws Exception {
        room.pretend(room.inbox(), 200 * Page.UIDS);
        var all = UidSet.range(1, Uids.MAX);
        var seen = FlagChange.add(Flags.SEEN | Flags.DELETED);
        var stored = room.account.store(room.inbox(), all, seen, OptionalLong.empty());
        assertThat(stored.changed().size()).isEqualTo(200 * Page.UIDS);
        assertThat(room.state(room.inbox()).unseen()).isZero();
        int archive = room.mailbox(Role.ARCHIVE);
        var moved = room.account.move(room.inbox(), UidSet.range(1, 10_000), archive);
        assertThat(moved.targets()).isEqualTo(count(1, 10_000));
        assertThat(room.account.expunge(room.inbox(), all).size())
                .isEqualTo(200 * Page.UIDS - 10_000);
        assertThat(room.state(room.inbox()).messages()).isZero();
        room.reopen();
        assertThat(room.account.select(archive, false).size()).isEqualTo(10_000);
    }

    @Test
    void updatesALargeMaildropAllOrNothing() throws Exception {
        for (int commits = 0; commits < 4; commits++) {
            room.pretend(room.inbox(), 12_000);
            int before = room.state(room.inbox()).messages();
            var all = UidSet.range(1, room.state(room.inbox()).uidNext() - 1001);
            failing.left = commits;
            assertThatThrownBy(() -> room.account.updateMaildrop(all, UidSet.EMPTY))
                    .isInstanceOf(StoreFailure.class);
            failing.left = Integer.MAX_VALUE;
            room.reopen();
            int expected = commits == 0 ? before : 1_000;
            assertThat(room.state(room.inbox()).messages()).isEqualTo(expected);
        }
    }

    @Test
    void updatesALargeMaildropInEachWay() throws Exception {
        for (var action : Pop3Policy.Action.values()) {
            var other = new Mailroom();
            other.pretend(other.inbox(), 10_000);
            other.account.setPop3Policy(new Pop3Policy(action, Pop3Policy.Action.KEEP));
            other.account.updateMaildrop(UidSet.range(1, 9_999), UidSet.EMPTY);
            try (var view = other.account.select(other.inbox(), false)) {
                long left =
                        Mailroom.all(view).stream()
                                .filter(p -> (p.bits() & Placement.GONE_FROM_POP3) == 0)
                                .count();
                assertThat(left).isEqualTo(1);
            }
        }
    }

    @Test
    void commitsConflictAndRunAgain() throws Exception {
        room.fill(room.inbox(), 1);
        var other = new Accounts(room.store, room.clock, MailLimits.DEFAULT);
        var twin = other.open(room.account.id());
        room.fill(room.inbox(), 1);
        assertThat(
                        twin.store(
                                        room.inbox(),
                                        UidSet.range(1, 9),
                                        FlagChange.add(1),
                                        OptionalLong.empty())
                                .changed())
                .isEqualTo(UidSet.range(1, 2));
        room.fill(room.inbox(), 1);
        assertThat(room.state(room.inbox()).unseen()).isEqualTo(1);
    }
}
