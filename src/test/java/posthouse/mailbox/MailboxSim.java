package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.store.Hardships;
import posthouse.store.PowerCut;
import posthouse.store.Range;
import posthouse.store.SimDisk;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.store.StoreFailure;

/// An account on a machine whose power goes. What was acknowledged is there afterwards, what was in
/// progress is there whole or not at all, and nothing else is.
class MailboxSim {
    private static final long SEEDS = Long.getLong("sims", 150);
    private static final int STEPS = 50;
    private static final Hardships HARD = new Hardships(0.02, 0.02, 0.01, 0, Hardships.Flaw.NONE);

    private static final Hardships HARSH = new Hardships(0.2, 0.2, 0.1, 0, Hardships.Flaw.NONE);

    /// A message in a mailbox: its text and its system flags.
    private record Known(String text, int system) {}

    /// Mailboxes with their messages by UID, as they must be.
    private record Model(NavigableMap<Integer, NavigableMap<Long, Known>> mailboxes) {
        Model copy() {
            var copy = new TreeMap<Integer, NavigableMap<Long, Known>>();
            mailboxes.forEach((mailbox, known) -> copy.put(mailbox, new TreeMap<>(known)));
            return new Model(copy);
        }

        NavigableMap<Long, Known> of(int mailbox) {
            return Objects.requireNonNull(mailboxes.get(mailbox));
        }
    }

    /// Something that an account is asked to do.
    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private static final class World {
        final Random random;
        final SimDisk disk;
        final TestClock clock = new TestClock();
        Store store;
        Mailroom room;
        Model model = new Model(new TreeMap<>());
        final TreeMap<Integer, Long> uidNext = new TreeMap<>();
        int texts;
        int outages;

        World(Random random) {
            this.random = random;
            disk = new SimDisk(random);
            store = disk.open();
            room = new Mailroom(store, clock);
            for (Role role : List.of(Role.INBOX, Role.ARCHIVE, Role.TRASH)) {
                model.mailboxes().put(room.mailbox(role), new TreeMap<>());
                uidNext.put(room.mailbox(role), 1L);
            }
            disk.hardships(HARD);
        }

        int anyMailbox() {
            var all = List.copyOf(model.mailboxes().keySet());
            return all.get(random.nextInt(all.size()));
        }

        long next(int mailbox) {
            return Objects.requireNonNull(uidNext.get(mailbox));
        }

        UidSet anyUids(int mailbox) {
            long first = 1 + random.nextLong(next(mailbox));
            return UidSet.range(first, first + random.nextInt(10));
        }

        String anyText() {
            return "Subject: %d\r\n\r\n%s\r\n".formatted(++texts, "z".repeat(random.nextInt(50)));
        }

        void step() throws Exception {
            int mailbox = anyMailbox();
            switch (random.nextInt(10)) {
                case 0, 1 -> append(mailbox);
                case 2 -> deliver();
                case 3, 4 -> flag(mailbox);
                case 5 -> expunge(mailbox);
                case 6 -> copy(mailbox);
                case 7 -> move(mailbox);
                case 8 -> maildrop();
                default -> purge();
            }
        }

        /// Does something; where the power goes, it has been done or not.
        void attempt(Model after, Step step) throws Exception {
            try {
                step.run();
                model = after;
            } catch (PowerCut | StoreFailure outage) {
                restart();
                model = same(after) ? after : model;
                check();
                disk.hardships(HARD);
            }
        }

        void restart() throws Exception {
            outages++;
            disk.hardships(Hardships.NONE);
            store = disk.open();
            room = new Mailroom(store, clock, room.account.id());
        }

        boolean same(Model expected) throws Exception {
            return seen().equals(expected);
        }

        void check() throws Exception {
            assertThat(seen()).isEqualTo(model);
            long messages =
                    model.mailboxes().values().stream().mapToLong(java.util.Map::size).sum();
            assertThat(room.account.state().usedMessages()).isEqualTo(messages);
            for (int mailbox : model.mailboxes().keySet()) {
                long next = room.state(mailbox).uidNext();
                assertThat(next).isGreaterThanOrEqualTo(next(mailbox));
                uidNext.put(mailbox, next);
            }
        }

        Model seen() throws Exception {
            var seen = new TreeMap<Integer, NavigableMap<Long, Known>>();
            for (int mailbox : model.mailboxes().keySet()) {
                var known = new TreeMap<Long, Known>();
                try (var view = room.account.select(mailbox, false)) {
                    for (Placement p : Mailroom.all(view)) {
                        String text = room.text(p.messageId());
                        known.put(p.uid(), new Known(text, p.flags().system()));
                    }
                    assertThat(view.mailbox().messages()).isEqualTo(view.size());
                }
                seen.put(mailbox, known);
            }
            return new Model(seen);
        }

        void append(int mailbox) throws Exception {
            String text = anyText();
            Model after = model.copy();
            after.of(mailbox).put(next(mailbox), new Known(text, 0));
            attempt(
                    after,
                    () -> {
                        var appended = room.append(mailbox, text);
                        assertThat(appended.uid()).isEqualTo(next(mailbox));
                    });
            learnUidNext(after);
        }

        /// What was reserved is not given out again, whether or not something came of it.
        void learnUidNext(Model after) {
            after.mailboxes()
                    .forEach((mailbox, known) -> {
                        if (model.of(mailbox).equals(known) && !known.isEmpty()) {
                            uidNext.merge(mailbox, known.lastKey() + 1, Math::max);
                        }
                    });
        }

        /// A client that does not hear the answer delivers again, under the same name.
        void deliver() throws Exception {
            String text = anyText();
            var once = Optional.of(Bytes.utf8(text));
            int inbox = room.inbox();
            Model after = model.copy();
            after.of(inbox).put(next(inbox), new Known(text, 0));
            for (boolean heard = false; !heard; ) {
                int before = outages;
                attempt(
                        after,
                        () -> {
                            try (var incoming = room.incoming(text)) {
                                var _ = room.account.deliver(incoming, Bytes.EMPTY, inbox, once);
                            }
                        });
                heard = outages == before;
            }
            learnUidNext(after);
        }

        void flag(int mailbox) throws Exception {
            UidSet uids = anyUids(mailbox);
            int system = random.nextInt(32);
            Model after = model.copy();
            after.of(mailbox)
                    .replaceAll((uid, known) ->
                            uids.contains(uid) ? new Known(known.text(), system) : known);
            attempt(
                    after,
                    () ->
                            room.account.store(
                                    mailbox,
                                    uids,
                                    FlagChange.set(system, List.of()),
                                    OptionalLong.empty()));
        }

        void expunge(int mailbox) throws Exception {
            UidSet uids = anyUids(mailbox);
            Model after = model.copy();
            after.of(mailbox)
                    .entrySet()
                    .removeIf(entry ->
                            uids.contains(entry.getKey())
                                    && (entry.getValue().system() & Flags.DELETED) != 0);
            attempt(after, () -> room.account.expunge(mailbox, uids));
        }

        void copy(int mailbox) throws Exception {
            UidSet uids = anyUids(mailbox);
            int target = anyMailbox();
            Model after = model.copy();
            long next = next(target);
            for (var entry : model.of(mailbox).entrySet()) {
                if (uids.contains(entry.getKey())) {
                    after.of(target).put(next++, entry.getValue());
                }
            }
            attempt(after, () -> room.account.copy(mailbox, uids, target));
            learnUidNext(after);
        }

        void move(int mailbox) throws Exception {
            UidSet uids = anyUids(mailbox);
            int target = anyMailbox();
            Model after = model.copy();
            long next = next(target);
            for (var entry : model.of(mailbox).entrySet()) {
                if (uids.contains(entry.getKey())) {
                    after.of(mailbox).remove(entry.getKey());
                    after.of(target).put(next++, entry.getValue());
                }
            }
            attempt(after, () -> room.account.move(mailbox, uids, target));
            learnUidNext(after);
        }

        void maildrop() throws Exception {
            UidSet uids = anyUids(room.inbox());
            Model after = model.copy();
            after.of(room.inbox()).keySet().removeIf(uids::contains);
            attempt(after, () -> room.account.updateMaildrop(uids, UidSet.EMPTY));
        }

        void purge() throws Exception {
            clock.advance(Duration.ofDays(random.nextInt(20)));
            attempt(model, () -> room.accounts.purge());
        }

        /// Everything goes; then nothing may be left of it.
        void end() throws Exception {
            check();
            restart();
            for (int mailbox : model.mailboxes().keySet()) {
                room.account.store(
                        mailbox,
                        UidSet.range(1, Uids.MAX),
                        FlagChange.add(Flags.DELETED),
                        OptionalLong.empty());
                room.account.expunge(mailbox, UidSet.range(1, Uids.MAX));
            }
            clock.advance(Duration.ofDays(31));
            room.accounts.purge();
            var rest = new ArrayList<String>();
            for (long body = 1; body < 3L * texts + 10; body++) {
                rest.addAll(store.bodies().tags(body));
            }
            assertThat(rest).isEmpty();
            assertThat(store.partitions(Space.META)).isEmpty();
            var rows =
                    store.read(Keys.account(room.account.id()), Range.prefix(Bytes.latin1("r/")));
            assertThat(rows.rows().getFirst()).isEmpty();
        }
    }

    @Test
    void losesNothingAndInventsNothing() {
        int[] outages = {0};
        Seeds.each(
                SEEDS,
                random -> {
                    var world = new World(random);
                    for (int i = 0; i < STEPS; i++) {
                        world.step();
                    }
                    world.end();
                    outages[0] += world.outages;
                });
        assertThat(outages[0]).isGreaterThan((int) SEEDS);
    }

    @Test
    void copiesAllOrNothingWhateverHappens() {
        Seeds.each(
                Math.max(10, SEEDS / 10),
                random -> {
                    var disk = new SimDisk(random);
                    var clock = new TestClock();
                    var room = new Mailroom(disk.open(), clock);
                    int archive = room.mailbox(Role.ARCHIVE);
                    room.pretend(room.inbox(), 900);
                    for (int i = 0; i < 5; i++) {
                        int before = room.state(archive).messages();
                        disk.hardships(HARD);
                        int after = before;
                        try {
                            room.account.copy(room.inbox(), UidSet.range(1, 900), archive);
                            after += 900;
                        } catch (PowerCut | StoreFailure _) {
                            disk.hardships(Hardships.NONE);
                            room = new Mailroom(disk.open(), clock, room.account.id());
                        }
                        disk.hardships(Hardships.NONE);
                        int now = room.state(archive).messages();
                        assertThat(now == after || now == before + 900).isTrue();
                        try (var view = room.account.select(archive, false)) {
                            assertThat(view.size()).isEqualTo(now);
                        }
                    }
                });
    }

    /// RFC 9051 §6.3.6, over more than one commit: each message is in one mailbox and in no other.
    @Test
    void renamesAnInboxOfManyWithoutLosingOneOrHavingItTwice() {
        int[] halfway = {0};
        Seeds.each(
                Math.max(10, SEEDS / 10),
                random -> {
                    var disk = new SimDisk(random);
                    var clock = new TestClock();
                    var room = new Mailroom(disk.open(), clock);
                    int count = Moving.PLACEMENTS_MAX * 5 / 2;
                    room.pretend(room.inbox(), count);
                    var all = messages(room);
                    assertThat(all).hasSize(count).doesNotHaveDuplicates();
                    boolean done = false;
                    for (int i = 0; !done; i++) {
                        disk.hardships(HARSH);
                        try {
                            room.account.rename(MailboxName.INBOX, MailboxName.of("Old" + i));
                            done = true;
                        } catch (PowerCut | StoreFailure _) {
                            disk.hardships(Hardships.NONE);
                            room = new Mailroom(disk.open(), clock, room.account.id());
                        }
                        disk.hardships(Hardships.NONE);
                        assertThat(messages(room)).isEqualTo(all);
                        int left = room.state(room.inbox()).messages();
                        assertThat(done && left > 0).isFalse();
                        halfway[0] += left > 0 && left < count ? 1 : 0;
                    }
                });
        assertThat(halfway[0]).isPositive();
    }

    /// The messages of all mailboxes, in order; one that is there twice is in it twice.
    private static List<Long> messages(Mailroom room) throws Exception {
        var messages = new ArrayList<Long>();
        for (MailboxState mailbox : room.account.state().all()) {
            try (var view = room.account.select(mailbox.id(), false)) {
                assertThat(view.size()).isEqualTo(mailbox.messages());
                Mailroom.all(view).forEach(placement -> messages.add(placement.messageId()));
            }
        }
        assertThat(room.account.state().usedMessages()).isEqualTo(messages.size());
        return messages.stream().sorted().toList();
    }
}
