package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import posthouse.store.MemoryStore;

class MailboxesTest {
    private final Mailroom room = new Mailroom();

    private static MailboxName name(String text) throws Exception {
        return MailboxName.of(text);
    }

    private List<String> names() {
        return room.account.state().all().stream().map(m -> m.name().name()).toList();
    }

    @Test
    void createsTheLevelsAbove() throws Exception {
        var created = room.account.create(name("Work/2026/Post"));
        assertThat(names()).contains("Work", "Work/2026", "Work/2026/Post");
        assertThat(created.uidValidity()).isPositive();
        assertThatThrownBy(() -> room.account.create(name("Work")))
                .isInstanceOf(MailRefusal.MailboxExists.class);
        assertThatThrownBy(() -> room.account.create(name("inbox")))
                .isInstanceOf(MailRefusal.MailboxExists.class);
    }

    @Test
    void renamesWithAllBelow() throws Exception {
        int deep = room.account.create(name("Work/2026/Post")).id();
        long validity = room.state(deep).uidValidity();
        room.account.rename(name("Work"), name("Old/Job"));
        assertThat(room.mailbox("Old/Job/2026/Post")).isEqualTo(deep);
        assertThat(names()).doesNotContain("Work").contains("Old");
        room.reopen();
        assertThat(room.mailbox("Old/Job/2026/Post")).isEqualTo(deep);
        assertThat(room.state(deep).uidValidity()).isEqualTo(validity);
        assertThatThrownBy(() -> room.account.rename(name("Old"), name("Old/Below")))
                .isInstanceOf(MailRefusal.Forbidden.class);
        assertThatThrownBy(() -> room.account.rename(name("Old"), name("Sent")))
                .isInstanceOf(MailRefusal.MailboxExists.class);
    }

    /// RFC 9051 §6.3.6.
    @Test
    void renamesInboxByMovingItsMessages() throws Exception {
        room.fill(room.inbox(), 3);
        int inbox = room.inbox();
        room.account.rename(MailboxName.INBOX, name("Before"));
        assertThat(room.inbox()).isEqualTo(inbox);
        assertThat(room.state(inbox).messages()).isZero();
        assertThat(room.state(room.mailbox("Before")).messages()).isEqualTo(3);
    }

    @Test
    void renamesInboxInOneCommit() throws Exception {
        room.fill(room.inbox(), 3);
        room.account.create(name("INBOX/Below"));
        long before = room.account.ledger().snapshot().revision();
        room.account.rename(MailboxName.INBOX, name("Before"));
        assertThat(room.account.ledger().snapshot().revision()).isEqualTo(before + 1);
        room.reopen();
        assertThat(names()).contains("INBOX", "INBOX/Below").doesNotContain("Before/Below");
        assertThat(room.state(room.mailbox("Before")).messages()).isEqualTo(3);
    }

    @Test
    void renamesAnInboxOfVeryMany() throws Exception {
        room.pretend(room.inbox(), 20_000);
        room.account.rename(MailboxName.INBOX, name("Before"));
        room.reopen();
        assertThat(room.state(room.inbox()).messages()).isZero();
        assertThat(room.state(room.mailbox("Before")).messages()).isEqualTo(20_000);
    }

    @Test
    void keepsTheNameOfADeletedOneWithOthersBelow() throws Exception {
        room.account.create(name("Work/2026"));
        int work = room.mailbox("Work");
        long validity = room.state(work).uidValidity();
        room.fill(work, 2);
        try (var view = room.account.select(work, true)) {
            room.account.delete(name("Work"));
            assertThat(view.sync(true)).containsExactly(new ViewChange.MailboxGone());
            assertThat(view.gone()).isTrue();
            assertThat(view.sync(true)).isEmpty();
        }
        int now = room.mailbox("Work");
        assertThat(now).isNotEqualTo(work);
        assertThat(room.state(now).uidValidity()).isGreaterThan(validity);
        assertThat(room.state(now).messages()).isZero();
        room.reopen();
        assertThat(names()).contains("Work", "Work/2026");
        assertThatThrownBy(() -> room.account.delete(MailboxName.INBOX))
                .isInstanceOf(MailRefusal.Forbidden.class);
        assertThatThrownBy(() -> room.account.select(work, true))
                .isInstanceOf(MailRefusal.NoSuchMailbox.class);
    }

    /// A name that comes back is another mailbox (RFC 9051 §2.3.1.1).
    @Test
    void neverRepeatsAUidValidity() throws Exception {
        long last = 0;
        for (int i = 0; i < 5; i++) {
            long validity = room.account.create(name("Again")).uidValidity();
            assertThat(validity).isGreaterThan(last);
            last = validity;
            room.account.delete(name("Again"));
        }
    }

    @Test
    void subscribes() throws Exception {
        room.account.create(name("Work"));
        room.account.subscribe(name("Work"), true);
        room.reopen();
        assertThat(room.state(room.mailbox("Work")).subscribed()).isTrue();
    }

    /// RFC 3501 §6.3.6, §6.3.9.
    @Test
    void keepsTheNameOfADeletedOneSubscribed() throws Exception {
        var news = name("News/Today");
        room.account.create(news);
        room.account.subscribe(news, true);
        room.account.delete(news);
        room.clock.advance(Duration.ofDays(31));
        room.accounts.purge();
        room.reopen();
        assertThat(room.account.state().subscribedMissing()).containsExactly(news);
        room.account.subscribe(news, true);
        assertThat(room.account.create(news).subscribed()).isTrue();
        assertThat(room.state(room.mailbox("News/Today")).subscribed()).isTrue();
        assertThat(room.account.state().subscribedMissing()).isEmpty();
        room.account.subscribe(news, false);
        room.account.delete(news);
        room.reopen();
        assertThat(room.account.state().subscribedMissing()).isEmpty();
        assertThatThrownBy(() -> room.account.subscribe(news, true))
                .isInstanceOf(MailRefusal.NoSuchMailbox.class);
    }

    @Test
    void forgetsANameThatIsUnsubscribedFrom() throws Exception {
        room.account.delete(name("Junk"));
        assertThat(room.account.state().subscribedMissing()).containsExactly(name("Junk"));
        room.account.subscribe(name("Junk"), false);
        room.account.subscribe(name("Nowhere"), false);
        room.reopen();
        assertThat(room.account.state().subscribedMissing()).isEmpty();
        room.account.create(name("Junk"));
        assertThat(room.state(room.mailbox("Junk")).subscribed()).isFalse();
    }

    /// RFC 9051 §6.3.6.
    @Test
    void subscribesToOldAndNewNamesAfterARename() throws Exception {
        int many = 500; // more than one commit has rows
        for (int i = 0; i < many; i++) {
            var below = name("Work/" + i);
            room.account.create(below);
            room.account.subscribe(below, true);
        }
        room.account.rename(name("Work"), name("Old"));
        room.reopen();
        AccountState state = room.account.state();
        assertThat(state.subscribedMissing())
                .hasSize(many)
                .contains(name("Work/0"), name("Work/499"))
                .doesNotContain(name("Work"));
        assertThat(state.mailbox(name("Old/7")).subscribed()).isTrue();
        assertThat(state.mailbox(name("Old")).subscribed()).isFalse();
        room.account.rename(name("Old"), name("Work"));
        assertThat(room.account.state().subscribedMissing()).hasSize(many);
        assertThat(room.state(room.mailbox("Work/7")).subscribed()).isTrue();
    }

    @Test
    void refusesTooManySubscribedNamesWithoutAMailbox() throws Exception {
        var small = new Mailroom(new MemoryStore(), limits(8, 10));
        for (int i = 0; i < 8; i++) {
            small.account.create(name("One" + i));
            small.account.subscribe(name("One" + i), true);
            small.account.delete(name("One" + i));
        }
        small.account.create(name("Last"));
        small.account.subscribe(name("Last"), true);
        assertThatThrownBy(() -> small.account.delete(name("Last")))
                .isInstanceOf(MailRefusal.OverLimit.class);
        assertThatThrownBy(() -> small.account.rename(name("Last"), name("First")))
                .isInstanceOf(MailRefusal.OverLimit.class);
        small.account.subscribe(name("One3"), false);
        small.account.delete(name("Last"));
        assertThat(small.account.state().subscribedMissing()).hasSize(8).contains(name("Last"));
    }

    @Test
    void deletesAMailboxWithManyBelow() throws Exception {
        int many = 700; // more than one commit has rows
        for (int i = 0; i < many; i++) {
            room.account.create(name("Work/" + i));
        }
        room.account.create(name("Work/5/Deep"));
        var before = names();
        var numbers = room.account.state().byNumber().keySet().stream().sorted().toList();
        int first = room.mailbox("Work");
        room.account.delete(name("Work"));
        int second = room.mailbox("Work");
        assertThat(names()).isEqualTo(before);
        room.account.rename(name("Work/6"), name("Work/six"));
        room.reopen();
        assertThat(room.mailbox("Work")).isEqualTo(second);
        room.account.rename(name("Work/six"), name("Work/6"));
        room.account.delete(name("Work"));
        room.reopen();
        assertThat(names()).isEqualTo(before);
        room.clock.advance(Duration.ofDays(31));
        room.accounts.purge();
        room.reopen();
        assertThat(names()).isEqualTo(before);
        assertThat(room.account.ledger().snapshot().boxes()).doesNotContainKeys(first, second);
        assertThat(room.account.state().byNumber().keySet())
                .containsAll(numbers.stream().filter(id -> id != first).toList());
        room.account.rename(name("Work"), name("Play"));
        room.reopen();
        assertThat(names()).contains("Play/699", "Play/5/Deep").doesNotContain("Work", "Work/0");
    }

    /// Whichever of two that were deleted one after the other is purged first.
    @Test
    void purgesAMailboxThatTookAnothersPlace() throws Exception {
        room.account.create(name("Work/2026"));
        room.fill(room.mailbox("Work"), 1);
        room.account.delete(name("Work"));
        int second = room.mailbox("Work");
        room.account.delete(name("Work"));
        room.account
                .ledger()
                .run(draft -> {
                    draft.put(
                            Objects.requireNonNull(draft.anyBox(second))
                                    .deleted(1, room.mailbox("Work")));
                    return true;
                });
        var purged = room.account.purgeOldest();
        assertThat(purged.messages()).isZero();
        assertThat(room.account.ledger().snapshot().boxes()).doesNotContainKey(second);
        room.reopen();
        assertThat(names()).contains("Work", "Work/2026");
        room.clock.advance(Duration.ofDays(31));
        room.accounts.purge();
        room.reopen();
        assertThat(names()).contains("Work", "Work/2026");
    }

    @Test
    void refusesTooManyMailboxesAndKeywords() throws Exception {
        var small = new Mailroom(new MemoryStore(), limits(7, 2));
        small.account.create(name("One"));
        assertThatThrownBy(() -> small.account.create(name("Two")))
                .isInstanceOf(MailRefusal.OverLimit.class);
        small.fill(small.inbox(), 1);
        store(small, "a", "b", "A");
        assertThatThrownBy(() -> store(small, "c")).isInstanceOf(MailRefusal.OverLimit.class);
        assertThatThrownBy(() -> store(small, "toolong")).isInstanceOf(MailRefusal.OverLimit.class);
        assertThat(small.state(small.inbox()).keywords()).containsExactly("a", "b");
    }

    private static MailLimits limits(int mailboxes, int keywords) {
        var d = MailLimits.DEFAULT;
        return new MailLimits(
                d.headerOctets(),
                mailboxes,
                keywords,
                5,
                d.graceTime(),
                d.graceBytes(),
                d.logTime(),
                d.logEntries(),
                d.deliveryTime());
    }

    private static void store(Mailroom room, String... keywords) throws Exception {
        var change = new FlagChange(FlagChange.Mode.ADD, 0, List.of(keywords));
        room.account.store(room.inbox(), UidSet.of(1), change, OptionalLong.empty());
    }

    @Test
    void forgetsAccountsWhenTooMuchIsInMemory() throws Exception {
        var d = MailLimits.DEFAULT;
        var little =
                new MailLimits(
                        d.headerOctets(),
                        10,
                        10,
                        10,
                        d.graceTime(),
                        d.graceBytes(),
                        d.logTime(),
                        d.logEntries(),
                        d.deliveryTime(),
                        100);
        var small = new Mailroom(new MemoryStore(), little);
        small.pretend(small.inbox(), 500);
        try (var view = small.account.select(small.inbox(), false)) {
            assertThat(view.size()).isEqualTo(500);
            var other =
                    small.accounts.create(
                            small.accounts.newId(),
                            posthouse.address.Address.parse("ben@demo.test").orElseThrow());
            int inbox = other.state().mailbox(Role.INBOX).orElseThrow().id();
            other.select(inbox, false).close();
            assertThat(small.account.ledger().inMemory()).isEqualTo(500);
        }
        var again = small.account.select(small.inbox(), false);
        again.close();
        small.account.select(small.mailbox(Role.SENT), false).close();
        assertThat(small.account.state().usedMessages()).isEqualTo(500);
    }
}
