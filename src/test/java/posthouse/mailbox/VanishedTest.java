package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What a client that comes back is told of messages that went (RFC 7162 §3.2.5), with a log that
/// goes back far enough and with one that was trimmed.
class VanishedTest {
    private static final UidSet ALL = UidSet.range(1, Uids.MAX);

    private final Mailroom room = new Mailroom();

    /// Thirty messages; then 2 to 4, and later 10, go.
    ///
    /// @return the mod-sequences before the first went, and between
    private long[] expungeTwice() throws Exception {
        room.fill(room.inbox(), 30);
        long before = room.state(room.inbox()).highestModSeq();
        expunge(UidSet.range(2, 4));
        long between = room.state(room.inbox()).highestModSeq();
        room.clock.advance(MailLimits.DEFAULT.logTime().plus(Duration.ofSeconds(1)));
        expunge(UidSet.of(10));
        return new long[] {before, between};
    }

    private void expunge(UidSet uids) throws MailRefusal {
        var deleted = FlagChange.add(Flags.DELETED);
        room.account.store(room.inbox(), uids, deleted, OptionalLong.empty());
        assertThat(room.account.expunge(room.inbox(), uids)).isEqualTo(uids);
    }

    private UidSet vanished(long modSeq, UidSet known) throws MailRefusal {
        try (var view = room.account.select(room.inbox(), false)) {
            return view.vanished(modSeq, known);
        }
    }

    @Test
    void tellsWhatWentSince() throws Exception {
        long[] modSeqs = expungeTwice();
        assertThat(vanished(modSeqs[0], ALL)).isEqualTo(UidSet.of(2, 3, 4, 10));
        assertThat(vanished(modSeqs[1], ALL)).isEqualTo(UidSet.of(10));
        assertThat(vanished(modSeqs[0], UidSet.range(3, 9))).isEqualTo(UidSet.range(3, 4));
        assertThat(vanished(room.state(room.inbox()).highestModSeq(), ALL).isEmpty()).isTrue();
    }

    @Test
    void tellsAllThatIsNotThereWhereTheLogWasTrimmed() throws Exception {
        long[] modSeqs = expungeTwice();
        room.accounts.purge();
        long lowWater = room.account.ledger().snapshot().header().logLowWater();
        assertThat(lowWater).isEqualTo(modSeqs[1] + 1);
        assertThat(vanished(modSeqs[0], ALL)).isEqualTo(UidSet.of(2, 3, 4, 10));
        assertThat(vanished(1, UidSet.range(3, 20))).isEqualTo(UidSet.of(3, 4, 10));
        assertThat(vanished(lowWater - 2, ALL)).isEqualTo(UidSet.of(2, 3, 4, 10));
        assertThat(vanished(lowWater - 1, ALL)).isEqualTo(UidSet.of(10));
        room.reopen();
        assertThat(vanished(modSeqs[0], ALL)).isEqualTo(UidSet.of(2, 3, 4, 10));
    }

    @Test
    void trimsTheLogByItsLength() throws Exception {
        var limits = MailLimits.DEFAULT;
        var few =
                new Mailroom(
                        new posthouse.store.MemoryStore(),
                        new MailLimits(
                                limits.headerOctets(),
                                limits.mailboxes(),
                                limits.keywords(),
                                limits.keywordCharacters(),
                                limits.graceTime(),
                                limits.graceBytes(),
                                limits.logTime(),
                                10,
                                limits.deliveryTime()));
        few.fill(few.inbox(), 5);
        long before = few.state(few.inbox()).highestModSeq();
        few.account.store(
                few.inbox(), UidSet.of(3), FlagChange.add(Flags.DELETED), OptionalLong.empty());
        few.account.expunge(few.inbox(), ALL);
        few.fill(few.inbox(), 1_100);
        assertThat(few.account.ledger().snapshot().header().logLowWater()).isGreaterThan(before);
        try (var view = few.account.select(few.inbox(), false)) {
            assertThat(view.vanished(before, ALL)).isEqualTo(UidSet.of(3));
            assertThat(view.vanished(before, UidSet.range(4, 900)).isEmpty()).isTrue();
        }
    }
}
