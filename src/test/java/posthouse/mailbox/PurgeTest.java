package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;
import posthouse.store.Range;
import posthouse.store.Space;

class PurgeTest {
    private static final UidSet ALL = UidSet.range(1, Uids.MAX);

    private final Mailroom room = new Mailroom();

    private void expunge(int mailbox, UidSet uids) throws MailRefusal {
        room.account.store(mailbox, uids, FlagChange.add(Flags.DELETED), OptionalLong.empty());
        room.account.expunge(mailbox, uids);
    }

    private boolean isThere(long message) {
        return room.store
                .read(Keys.meta(room.account.id(), message), Range.of(Keys.meta(message)))
                .value()
                .isPresent();
    }

    private int rows(String prefix) {
        return room.store
                .read(Keys.account(room.account.id()), Range.prefix(Bytes.latin1(prefix)))
                .rows()
                .getFirst()
                .size();
    }

    private long bodies() {
        long count = 0;
        for (long id = 1; id < 10_000; id++) {
            count += room.store.bodies().tags(id).isEmpty() ? 0 : 1;
        }
        return count;
    }

    @Test
    void keepsWhatWasExpungedForAMonth() throws Exception {
        long message = room.append(room.inbox(), "A: b\r\n\r\nc\r\n").messageId();
        room.clock.advance(Duration.ofDays(1));
        expunge(room.inbox(), ALL);
        assertThat(room.account.state().usedMessages()).isZero();
        room.clock.advance(Duration.ofDays(29));
        assertThat(room.accounts.purge()).isZero();
        assertThat(isThere(message)).isTrue();
        room.clock.advance(Duration.ofDays(1));
        assertThat(room.accounts.purge()).isEqualTo(1);
        assertThat(isThere(message)).isFalse();
        assertThat(bodies()).isZero();
        assertThat(rows("g/")).isZero();
        assertThat(room.account.ledger().snapshot().header().graceMessages()).isZero();
    }

    @Test
    void keepsAMessageWhileACopyIsThere() throws Exception {
        long message = room.append(room.inbox(), "A: b\r\n\r\nc\r\n").messageId();
        int archive = room.mailbox(Role.ARCHIVE);
        room.account.copy(room.inbox(), ALL, archive);
        room.account.copy(room.inbox(), ALL, archive);
        expunge(room.inbox(), ALL);
        room.clock.advance(Duration.ofDays(31));
        room.accounts.purge();
        assertThat(isThere(message)).isTrue();
        assertThat(rows("r/")).isEqualTo(1);
        expunge(archive, UidSet.of(1));
        room.clock.advance(Duration.ofDays(31));
        room.accounts.purge();
        assertThat(room.text(message)).isEqualTo("A: b\r\n\r\nc\r\n");
        assertThat(rows("r/")).isZero();
        expunge(archive, ALL);
        room.clock.advance(Duration.ofDays(31));
        room.accounts.purge();
        assertThat(isThere(message)).isFalse();
        assertThat(bodies()).isZero();
    }

    @Test
    void purgesAtOnceWhereNothingIsKept() throws Exception {
        room.account.setGrace(Duration.ZERO, 0);
        room.fill(room.inbox(), 3);
        room.account.updateMaildrop(UidSet.of(1, 2), UidSet.EMPTY);
        assertThat(bodies()).isEqualTo(2);
        expunge(room.inbox(), ALL);
        assertThat(bodies()).isZero();
    }

    @Test
    void purgesTheOldestWhenThereIsTooMuch() throws Exception {
        room.account.setGrace(Duration.ofDays(30), 40);
        for (int i = 0; i < 3; i++) {
            room.fill(room.inbox(), 1); // 23 octets
            expunge(room.inbox(), ALL);
            room.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(room.accounts.purge()).isEqualTo(2);
        assertThat(room.account.ledger().snapshot().header().graceMessages()).isEqualTo(1);
    }

    @Test
    void purgesADeletedMailbox() throws Exception {
        int old = room.account.create(MailboxName.of("Old/Deep")).id();
        room.fill(old, 700);
        long kept = room.append(old, "A: b\r\n\r\nkept\r\n").messageId();
        room.account.copy(old, UidSet.of(701), room.inbox());
        room.account.delete(MailboxName.of("Old/Deep"));
        assertThat(room.account.state().usedMessages()).isEqualTo(1);
        room.clock.advance(Duration.ofDays(31));
        assertThat(room.accounts.purge()).isEqualTo(700);
        assertThat(room.text(kept)).isEqualTo("A: b\r\n\r\nkept\r\n");
        assertThat(rows("p/")).isEqualTo(1);
        assertThat(rows("m/")).isEqualTo(7);
        room.reopen();
        assertThat(room.account.ledger().snapshot().header().graceBytes()).isZero();
        assertThat(room.account.create(MailboxName.of("New")).id()).isGreaterThan(old);
    }

    @Test
    void leavesNothingOfARemovedAccount() throws Exception {
        room.fill(room.inbox(), 300);
        room.accounts.remove(room.account.id());
        room.clock.advance(Duration.ofDays(31));
        assertThat(room.accounts.purge()).isEqualTo(300);
        for (Space space : Space.values()) {
            assertThat(room.store.partitions(space).count()).isEqualTo(space == Space.IDS ? 1 : 0);
        }
        assertThat(bodies()).isZero();
    }

    /// Also where the process ends between two steps, none of which may leave a mailbox below one
    /// that is gone.
    @Test
    void removesAnAccountStepByStep() throws Exception {
        for (int i = 0; i < 90; i++) {
            room.account.create(MailboxName.of("Work/" + i + "/Deep"));
        }
        long id = room.account.id();
        room.accounts.remove(id);
        int steps = 0;
        while (room.account.find().isPresent()) {
            assertThat(room.account.forget()).isTrue();
            var _ = room.account.purgeOldest();
            steps++;
        }
        assertThat(steps).isGreaterThan(180);
    }

    @Test
    void forgetsOldDeliveriesAndTheLog() throws Exception {
        try (var incoming = room.incoming("A: b\r\n\r\nc\r\n")) {
            room.account.deliver(
                    incoming,
                    Bytes.EMPTY,
                    room.inbox(),
                    java.util.Optional.of(Bytes.latin1("one")));
        }
        assertThat(rows("d/")).isEqualTo(1);
        room.clock.advance(Duration.ofDays(6));
        room.fill(room.inbox(), 1);
        room.accounts.purge();
        assertThat(rows("d/")).isZero();
        assertThat(rows("l/")).isEqualTo(3);
        room.clock.advance(Duration.ofDays(25));
        room.accounts.purge();
        assertThat(rows("l/")).isEqualTo(1);
        assertThat(room.account.ledger().snapshot().header().logLowWater()).isEqualTo(3);
    }
}
