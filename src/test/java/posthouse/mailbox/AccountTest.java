package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

class AccountTest {
    private final Mailroom room = new Mailroom();

    @Test
    void hasAMailboxForEachRole() {
        assertThat(room.account.state().all())
                .extracting(m -> m.name().name())
                .containsExactly("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash");
        assertThat(room.account.address()).isEqualTo(Mailroom.ANN);
    }

    @Test
    void deliversWithTheTraceInFront() throws Exception {
        try (var incoming = room.incoming("Subject: hi\r\n\r\nbody\r\n")) {
            var appended =
                    room.account
                            .deliver(
                                    incoming,
                                    Bytes.utf8("Received: here\r\n"),
                                    room.inbox(),
                                    Optional.empty())
                            .orElseThrow();
            assertThat(appended.uid()).isEqualTo(1);
            assertThat(room.text(appended.messageId()))
                    .isEqualTo("Received: here\r\nSubject: hi\r\n\r\nbody\r\n");
            var message = room.account.message(appended.messageId());
            assertThat(message.header().utf8()).isEqualTo("Received: here\r\nSubject: hi\r\n\r\n");
            assertThat(message.size()).isEqualTo(message.headerSize() + 6);
        }
        assertThat(room.account.state().usedMessages()).isEqualTo(1);
    }

    @Test
    void deliversOnceUnderOneName() throws Exception {
        var once = Optional.of(Bytes.latin1("name\0of it"));
        for (int i = 0; i < 2; i++) {
            try (var incoming = room.incoming("Subject: hi\r\n\r\nbody\r\n")) {
                var appended = room.account.deliver(incoming, Bytes.EMPTY, room.inbox(), once);
                assertThat(appended.isPresent()).isEqualTo(i == 0);
            }
        }
        room.account.forgetDelivery(once.get());
        try (var incoming = room.incoming("Subject: hi\r\n\r\nbody\r\n")) {
            assertThat(room.account.deliver(incoming, Bytes.EMPTY, room.inbox(), once)).isPresent();
        }
    }

    @Test
    void changesFlagsAndReportsThem() throws Exception {
        room.fill(room.inbox(), 300);
        var view = room.account.select(room.inbox(), true);
        var stored =
                room.account.store(
                        room.inbox(),
                        UidSet.range(2, 200),
                        new FlagChange(FlagChange.Mode.ADD, Flags.SEEN, List.of("Work", "$Junk")),
                        OptionalLong.empty());
        assertThat(stored.changed()).isEqualTo(UidSet.range(2, 200));
        assertThat(view.sync(false)).hasSize(199).first().isEqualTo(new ViewChange.Changed(2));
        assertThat(view.mailbox().unseen()).isEqualTo(101);
        assertThat(view.mailbox().keywords()).containsExactly("Work", "$Junk");
        assertThat(view.placement(2).flags().keywords().indices()).containsExactly(0, 1);
        assertThat(view.sync(true)).isEmpty();
    }

    @Test
    void keepsNumbersUntilTheyMayChange() throws Exception {
        room.fill(room.inbox(), 5);
        var view = room.account.select(room.inbox(), true);
        room.account.store(
                room.inbox(), UidSet.of(2, 4), FlagChange.add(Flags.DELETED), OptionalLong.empty());
        assertThat(room.account.expunge(room.inbox(), UidSet.of(1, 2, 4)))
                .isEqualTo(UidSet.of(2, 4));
        room.fill(room.inbox(), 1);
        assertThat(view.sync(false)).containsExactly(new ViewChange.Arrived(6, 6));
        assertThat(Mailroom.uids(view)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(view.sync(true))
                .containsExactly(new ViewChange.Vanished(2, 2), new ViewChange.Vanished(3, 4));
        assertThat(Mailroom.uids(view)).containsExactly(1L, 3L, 5L, 6L);
        assertThat(view.number(5)).isEqualTo(3);
        assertThat(view.number(4)).isZero();
        assertThat(view.firstNumberAtOrAfter(4)).isEqualTo(3);
    }

    @Test
    void movesAndCopies() throws Exception {
        room.fill(room.inbox(), 300);
        int archive = room.mailbox(Role.ARCHIVE);
        var copied = room.account.copy(room.inbox(), UidSet.range(10, 12), archive);
        assertThat(copied.sources()).containsExactly(10L, 11L, 12L);
        assertThat(copied.targets()).containsExactly(1L, 2L, 3L);
        var moved = room.account.move(room.inbox(), UidSet.range(11, 299), archive);
        assertThat(moved.targets()).hasSize(289).first().isEqualTo(4L);
        assertThat(room.state(room.inbox()).messages()).isEqualTo(11);
        assertThat(room.state(archive).messages()).isEqualTo(292);
        assertThat(room.account.state().usedMessages()).isEqualTo(303);
        var again = room.account.move(archive, UidSet.range(1, 2), archive);
        assertThat(again.targets()).containsExactly(293L, 294L);
        room.reopen();
        try (var view = room.account.select(archive, false)) {
            assertThat(view.size()).isEqualTo(292);
            assertThat(view.uid(1)).isEqualTo(3);
        }
    }

    @Test
    void comesBackAfterAReopen() throws Exception {
        room.fill(room.inbox(), 200);
        var before = room.account.state();
        room.reopen();
        assertThat(room.account.state()).isEqualTo(before);
        room.fill(room.inbox(), 1);
        var view = room.account.select(room.inbox(), true);
        assertThat(view.size()).isEqualTo(201);
        assertThat(view.recent(201)).isTrue();
    }

    @Test
    void letsOneSessionHaveTheMaildrop() throws Exception {
        var claim = room.account.claimMaildrop();
        assertThatThrownBy(room.account::claimMaildrop)
                .isInstanceOf(MailRefusal.MaildropInUse.class);
        claim.close();
        room.account.claimMaildrop().close();
    }

    @Test
    void doesAtQuitWhatTheAccountWants() throws Exception {
        room.fill(room.inbox(), 5);
        room.account.setPop3Policy(new Pop3Policy(Pop3Policy.Action.TRASH, Pop3Policy.Action.READ));
        room.account.updateMaildrop(UidSet.of(1, 2), UidSet.of(2, 3));
        assertThat(room.state(room.mailbox(Role.TRASH)).messages()).isEqualTo(2);
        var view = room.account.select(room.inbox(), false);
        assertThat(view.size()).isEqualTo(3);
        assertThat(view.placement(1).bits()).isZero();
        assertThat(view.placement(1).flags().has(Flags.SEEN)).isTrue();
        assertThat(view.placement(2).bits()).isZero();
        room.account.setPop3Policy(new Pop3Policy(Pop3Policy.Action.KEEP, Pop3Policy.Action.KEEP));
        room.account.updateMaildrop(UidSet.of(4), UidSet.of(5));
        var later = room.account.select(room.inbox(), false);
        assertThat(later.placement(2).bits()).isEqualTo(Placement.GONE_FROM_POP3);
        assertThat(later.placement(3).bits()).isZero();
        room.account.setPop3Policy(Pop3Policy.DEFAULT);
        room.account.updateMaildrop(UidSet.range(3, 5), UidSet.EMPTY);
        assertThat(room.state(room.inbox()).messages()).isZero();
    }

    @Test
    void refusesWhatPassesTheQuota() throws Exception {
        room.account.setQuota(0, 2);
        room.fill(room.inbox(), 2);
        assertThatThrownBy(() -> room.fill(room.inbox(), 1))
                .isInstanceOf(MailRefusal.OverQuota.class);
        assertThatThrownBy(() -> room.account.copy(room.inbox(), UidSet.of(1), room.inbox()))
                .isInstanceOf(MailRefusal.OverQuota.class);
        assertThat(room.account.state().usedMessages()).isEqualTo(2);
    }
}
