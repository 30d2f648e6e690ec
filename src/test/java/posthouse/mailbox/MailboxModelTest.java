package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;

/// Random operations, seen by several sessions, against the plainest model of what IMAP promises.
class MailboxModelTest {
    private static final List<String> KEYWORDS = List.of("Work", "$Junk", "x1", "x2");

    /// A message in a mailbox of the model.
    private record Known(int system, List<String> keywords, long messageId, long size) {}

    /// A mailbox of the model.
    private static final class Drawer {
        final NavigableMap<Long, Known> messages = new TreeMap<>();
        long uidNext = 1;
        long highestModSeq;
    }

    /// A client that believes nothing but what its view tells it.
    private static final class Client {
        final int mailbox;
        final View view;
        final List<Long> uids = new ArrayList<>();
        final Map<Long, Known> flags = new HashMap<>();

        Client(World world, int mailbox) throws Exception {
            this.mailbox = mailbox;
            view = world.room.account.select(mailbox, world.random.nextBoolean());
            arrived();
        }

        void arrived() {
            while (uids.size() < view.size()) {
                uids.add(view.uid(uids.size() + 1));
                flags.put(uids.getLast(), known(view, uids.size()));
            }
        }

        void sync(boolean expunges) {
            int stage = 0;
            for (ViewChange change : view.sync(expunges)) {
                switch (change) {
                    case ViewChange.Vanished(int number, long uid) -> {
                        assertThat(expunges).isTrue();
                        assertThat(stage).isZero();
                        assertThat(uids.remove(number - 1)).isEqualTo(uid);
                        flags.remove(uid);
                    }
                    case ViewChange.Arrived(int size, int recent) -> {
                        assertThat(stage).isZero();
                        stage = 1;
                        assertThat(size).isGreaterThan(uids.size()).isEqualTo(view.size());
                        assertThat(recent).isLessThanOrEqualTo(size);
                        arrived();
                    }
                    case ViewChange.Changed(int number) -> {
                        stage = 2;
                        flags.put(uids.get(number - 1), known(view, number));
                    }
                    case ViewChange.MailboxGone _ -> throw new AssertionError("gone");
                }
            }
        }

        static Known known(View view, int number) {
            Placement p = view.placement(number);
            var names =
                    p.flags()
                            .keywords()
                            .indices()
                            .mapToObj(i -> view.mailbox().keywords().get(i))
                            .sorted()
                            .toList();
            return new Known(p.flags().system(), names, p.messageId(), p.size());
        }

        void check(Drawer drawer) {
            assertThat(uids).containsExactlyElementsOf(drawer.messages.keySet());
            assertThat(flags).isEqualTo(drawer.messages);
            assertThat(view.size()).isEqualTo(uids.size());
            for (int i = 0; i < uids.size(); i++) {
                assertThat(view.number(uids.get(i))).isEqualTo(i + 1);
            }
        }
    }

    private static final class World {
        final Random random;
        final Mailroom room = new Mailroom();
        final Map<Integer, Drawer> drawers = new TreeMap<>();
        final List<Client> clients = new ArrayList<>();
        final List<Integer> mailboxes;

        World(Random random) {
            this.random = random;
            mailboxes = List.of(room.inbox(), room.mailbox(Role.ARCHIVE), room.mailbox(Role.TRASH));
            mailboxes.forEach(mailbox -> drawers.put(mailbox, new Drawer()));
        }

        int anyMailbox() {
            return mailboxes.get(random.nextInt(mailboxes.size()));
        }

        Drawer drawer(int mailbox) {
            return Objects.requireNonNull(drawers.get(mailbox));
        }

        UidSet anyUids(Drawer drawer) {
            if (random.nextInt(6) == 0) {
                return UidSet.range(1, Uids.MAX);
            }
            var ranges = new ArrayList<UidSet.Range>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                long first = 1 + random.nextLong(drawer.uidNext + 2);
                ranges.add(new UidSet.Range(first, first + random.nextInt(20)));
            }
            return UidSet.ofRanges(ranges);
        }

        void step() throws Exception {
            int mailbox = anyMailbox();
            Drawer drawer = drawer(mailbox);
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> append(mailbox, drawer);
                case 3, 4 -> store(mailbox, drawer);
                case 5, 6 -> expunge(mailbox, drawer);
                case 7 -> copy(mailbox, drawer);
                case 8 -> move(mailbox, drawer);
                case 9 -> maildrop();
                case 10 -> clients.add(new Client(this, mailbox));
                case 11, 12 -> {
                    if (!clients.isEmpty()) {
                        clients.get(random.nextInt(clients.size())).sync(random.nextBoolean());
                    }
                }
                default -> rare();
            }
            check();
        }

        void rare() throws Exception {
            switch (random.nextInt(3)) {
                case 0 -> {
                    room.clock.advance(Duration.ofDays(random.nextInt(20)));
                    room.accounts.purge();
                }
                case 1 -> {
                    clients.forEach(client -> client.view.close());
                    clients.clear();
                    room.reopen();
                }
                default -> room.account.ledger().forget();
            }
        }

        void append(int mailbox, Drawer drawer) throws Exception {
            for (int i = random.nextInt(40); i >= 0; i--) {
                String text = "Subject: x\r\n\r\n" + "y".repeat(random.nextInt(20)) + "\r\n";
                var appended = room.append(mailbox, text);
                assertThat(appended.uid()).isEqualTo(drawer.uidNext);
                var known = new Known(0, List.of(), appended.messageId(), text.length());
                drawer.messages.put(drawer.uidNext++, known);
            }
        }

        void store(int mailbox, Drawer drawer) throws Exception {
            var uids = anyUids(drawer);
            var mode = FlagChange.Mode.values()[random.nextInt(3)];
            int system = random.nextInt(32);
            var keywords = KEYWORDS.stream().filter(_ -> random.nextInt(3) == 0).toList();
            var stored =
                    room.account.store(
                            mailbox,
                            uids,
                            new FlagChange(mode, system, keywords),
                            OptionalLong.empty());
            var present = new UidSet.Builder();
            drawer.messages.replaceAll((uid, known) -> {
                if (!uids.contains(uid)) {
                    return known;
                }
                present.add(uid);
                return changed(known, mode, system, keywords);
            });
            assertThat(stored.changed()).isEqualTo(present.build());
            silence(mailbox, stored.changed(), new FlagChange(mode, system, keywords));
        }

        /// Sometimes it was a client that stored, and knows what it did.
        void silence(int mailbox, UidSet changed, FlagChange change) {
            for (Client client : clients) {
                if (client.mailbox == mailbox && random.nextInt(4) == 0) {
                    client.sync(false);
                    client.view.known(changed, change);
                    assertThat(client.view.sync(false)).isEmpty();
                    return;
                }
            }
        }

        static Known changed(Known known, FlagChange.Mode mode, int system, List<String> keywords) {
            var names = new java.util.TreeSet<>(known.keywords());
            int flags =
                    switch (mode) {
                        case REPLACE -> {
                            names.clear();
                            names.addAll(keywords);
                            yield system;
                        }
                        case ADD -> {
                            names.addAll(keywords);
                            yield known.system() | system;
                        }
                        case REMOVE -> {
                            names.removeAll(keywords);
                            yield known.system() & ~system;
                        }
                    };
            return new Known(flags, List.copyOf(names), known.messageId(), known.size());
        }

        void expunge(int mailbox, Drawer drawer) throws Exception {
            var uids = anyUids(drawer);
            var gone = room.account.expunge(mailbox, uids);
            var expected = new UidSet.Builder();
            drawer.messages
                    .entrySet()
                    .removeIf(entry -> {
                        boolean goes =
                                uids.contains(entry.getKey())
                                        && (entry.getValue().system() & Flags.DELETED) != 0;
                        if (goes) {
                            expected.add(entry.getKey());
                        }
                        return goes;
                    });
            assertThat(gone).isEqualTo(expected.build());
        }

        void copy(int mailbox, Drawer drawer) throws Exception {
            int target = anyMailbox();
            var uids = anyUids(drawer);
            var copied = room.account.copy(mailbox, uids, target);
            var chosen = chosen(drawer, uids);
            assertThat(copied.sources()).isEqualTo(chosen);
            add(target, chosen.stream().map(drawer.messages::get).toList(), copied.targets());
        }

        void move(int mailbox, Drawer drawer) throws Exception {
            int target = anyMailbox();
            var uids = anyUids(drawer);
            var moved = room.account.move(mailbox, uids, target);
            var chosen = chosen(drawer, uids);
            assertThat(moved.sources()).isEqualTo(chosen);
            var known = chosen.stream().map(drawer.messages::get).toList();
            chosen.forEach(drawer.messages::remove);
            add(target, known, moved.targets());
        }

        static List<Long> chosen(Drawer drawer, UidSet uids) {
            return drawer.messages.keySet().stream().filter(uids::contains).toList();
        }

        void add(int target, List<Known> messages, List<Long> uids) {
            Drawer drawer = drawer(target);
            assertThat(uids).hasSameSizeAs(messages);
            for (int i = 0; i < messages.size(); i++) {
                assertThat(uids.get(i)).isEqualTo(drawer.uidNext);
                drawer.messages.put(drawer.uidNext++, messages.get(i));
            }
        }

        void maildrop() throws Exception {
            Drawer inbox = drawer(room.inbox());
            var uids = anyUids(inbox);
            room.account.updateMaildrop(uids, UidSet.EMPTY);
            chosen(inbox, uids).forEach(inbox.messages::remove);
        }

        void check() throws Exception {
            long bytes = 0;
            long messages = 0;
            for (int mailbox : mailboxes) {
                Drawer drawer = drawer(mailbox);
                var state = room.state(mailbox);
                var all = drawer.messages.values();
                assertThat(state.messages()).isEqualTo(all.size());
                assertThat(state.uidNext()).isEqualTo(drawer.uidNext);
                assertThat(state.bytes()).isEqualTo(all.stream().mapToLong(Known::size).sum());
                assertThat(state.unseen())
                        .isEqualTo(
                                (int)
                                        all.stream()
                                                .filter(k -> (k.system() & Flags.SEEN) == 0)
                                                .count());
                assertThat(state.deleted())
                        .isEqualTo(
                                (int)
                                        all.stream()
                                                .filter(k -> (k.system() & Flags.DELETED) != 0)
                                                .count());
                assertThat(state.highestModSeq()).isGreaterThanOrEqualTo(drawer.highestModSeq);
                drawer.highestModSeq = state.highestModSeq();
                bytes += state.bytes();
                messages += state.messages();
            }
            assertThat(room.account.state().usedBytes()).isEqualTo(bytes);
            assertThat(room.account.state().usedMessages()).isEqualTo(messages);
        }

        void checkAll() throws Exception {
            for (Client client : clients) {
                client.sync(true);
                client.check(drawer(client.mailbox));
            }
            room.reopen();
            for (int mailbox : mailboxes) {
                var client = new Client(this, mailbox);
                client.check(drawer(mailbox));
                for (Placement placement : Mailroom.all(client.view)) {
                    assertThat(placement.modSeq())
                            .isLessThanOrEqualTo(client.view.mailbox().highestModSeq());
                    assertThat(room.account.message(placement.messageId()).size())
                            .isEqualTo(placement.size());
                    assertThat(room.text(placement.messageId())).hasSize((int) placement.size());
                }
            }
        }
    }

    @Test
    void doesWhatTheModelDoes() {
        Seeds.each(
                60,
                random -> {
                    var world = new World(random);
                    for (int i = 0; i < 80; i++) {
                        world.step();
                    }
                    world.checkAll();
                });
    }
}
