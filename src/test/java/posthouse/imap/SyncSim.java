package posthouse.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.UidSet;

/// Several sessions on one account, some of which know CONDSTORE or QRESYNC, do anything for a long
/// time: what each client believes is what a small model says, whenever all may be told.
/// `bin/check-sim imap N` runs more seeds, each with 10,000 steps.
class SyncSim {
    private static final long SEEDS = Long.getLong("posthouse.sim.seeds", 4);
    private static final int STEPS = Integer.getInteger("posthouse.sim.steps", 400);
    private static final int MESSAGES_MAX = 30;
    private static final List<String> FLAGS =
            List.of("\\Seen", "\\Flagged", "\\Deleted", "\\Answered", "$Junk", "later");

    @Test
    void eachClientBelievesWhatIsTrue() {
        Seeds.each(
                SEEDS,
                random -> {
                    try (var office = new PostOffice(0, 0, 100_000, false)) {
                        new World(office, random).live();
                    }
                });
    }

    private static final class World {
        private final PostOffice office;
        private final Random random;
        private final Truth inbox = new Truth("INBOX");
        private final Truth box = new Truth("box0");
        private final List<Truth> all = List.of(inbox, box);
        private final List<Believer> clients = new ArrayList<>();
        private int names;

        World(PostOffice office, Random random) {
            this.office = office;
            this.random = random;
        }

        void live() throws IOException, MailRefusal {
            for (int kind = 0; kind < 4; kind++) {
                var client = new Believer(office, kind, inbox);
                client.connect();
                if (kind == 0) {
                    client.say("CREATE box0");
                }
                client.select(all.get(random.nextInt(2)));
                clients.add(client);
            }
            for (int step = 0; step < STEPS; step++) {
                try {
                    step();
                } catch (AssertionError failure) {
                    throw new AssertionError("step " + step + ": " + failure, failure);
                }
            }
            for (Believer client : clients) {
                if (client.idles) {
                    client.done();
                }
                client.check();
                client.drop();
            }
        }

        private void step() throws IOException, MailRefusal {
            var client = clients.get(random.nextInt(clients.size()));
            if (client.idles && random.nextInt(3) > 0) {
                others();
            } else if (client.idles) {
                client.done();
                client.fetchUnknown();
                client.check();
            } else if (random.nextInt(4) == 0) {
                others();
            } else {
                act(client);
            }
            for (Truth truth : all) {
                truth.hold(office.ann());
            }
        }

        /// What happens without IMAP.
        private void others() throws IOException, MailRefusal {
            if (inbox.messages.size() < MESSAGES_MAX && random.nextInt(3) > 0) {
                byte[] octets = PostOffice.message(1).toArray();
                try (var incoming =
                        office.accounts().receive(new ByteArrayInputStream(octets), 100_000)) {
                    var _ =
                            office.ann()
                                    .deliver(
                                            incoming,
                                            Bytes.EMPTY,
                                            office.inbox(),
                                            Optional.empty());
                }
                inbox.add(Set.of());
            } else {
                var gone = some(inbox.uids());
                office.ann().updateMaildrop(set(gone), UidSet.EMPTY);
                inbox.remove(gone);
            }
        }

        private void act(Believer client) throws IOException {
            Truth at = client.selected;
            switch (random.nextInt(15)) {
                case 0 -> append(client);
                case 1, 2 -> store(client, false);
                case 3, 4 -> store(client, true);
                case 5 -> copy(client);
                case 6 -> move(client);
                case 7 -> {
                    client.fetchUnknown();
                    var may = at.deleted();
                    may.removeIf(uid -> uid > client.lastKnown()); // nobody expunges unseen mail
                    at.remove(may);
                    client.say("EXPUNGE");
                }
                case 8 -> {
                    var chosen = some(client.known());
                    if (!chosen.isEmpty()) {
                        chosen.retainAll(at.deleted());
                        var named = chosen.isEmpty() ? "4294967295" : set(chosen).toString();
                        at.remove(chosen);
                        client.say("UID EXPUNGE " + named);
                    }
                }
                case 9 -> {
                    box.name = "box" + ++names;
                    client.say("RENAME box" + (names - 1) + " " + box.name);
                }
                case 10 -> client.idle();
                case 11 -> {
                    client.drop();
                    client.connect();
                    client.select(all.get(random.nextInt(2)));
                }
                case 12 -> client.select(all.get(random.nextInt(2)));
                case 13 -> read(client);
                default -> client.check();
            }
        }

        private void append(Believer client) throws IOException {
            Truth into = all.get(random.nextInt(2));
            if (into.messages.size() < MESSAGES_MAX) {
                var flags = flags();
                into.add(flags);
                client.say(
                        "APPEND "
                                + into.name
                                + " ("
                                + String.join(" ", flags)
                                + ") {5+}\r\nnew\r\n");
            }
        }

        /// Sometimes with another command behind it, before there was an answer.
        private void store(Believer client, boolean uid) throws IOException {
            var chosen = some(client.known());
            if (chosen.isEmpty()) {
                return;
            }
            Truth at = client.selected;
            long since = since(client, at);
            var flags = flags();
            int mode = random.nextInt(3);
            for (long each : chosen) {
                var message = at.messages.get(each);
                if (message != null && message.modSeq() <= since) {
                    at.flags(each, changed(message.flags(), mode, flags));
                }
            }
            boolean silent = random.nextBoolean();
            String command =
                    (uid ? "UID STORE " + set(chosen) : "STORE " + numbers(client, chosen))
                            + (since == Long.MAX_VALUE ? "" : " (UNCHANGEDSINCE " + since + ")")
                            + List.of(" FLAGS", " +FLAGS", " -FLAGS").get(mode)
                            + (silent ? ".SILENT (" : " (")
                            + String.join(" ", flags)
                            + ")";
            var numbered = List.copyOf(client.beliefs);
            Map<Believer.Belief, Set<String>> before =
                    silent ? client.assume(chosen, it -> changed(it, mode, flags)) : Map.of();
            if (random.nextInt(3) == 0) {
                client.say(command, "UID SEARCH SEEN", client.fetchAll(), "NOOP");
            } else {
                client.say(command);
            }
            client.takeBack(before, uid, numbered);
        }

        private static Set<String> changed(Set<String> before, int mode, Set<String> flags) {
            var now = new TreeSet<>(mode == 0 ? Set.of() : before);
            var _ = mode == 2 ? now.removeAll(flags) : now.addAll(flags);
            return now;
        }

        private long since(Believer client, Truth at) {
            if (!client.condstore || at.messages.isEmpty() || random.nextInt(3) > 0) {
                return Long.MAX_VALUE;
            }
            var uids = at.uids();
            var message = at.messages.get(uids.get(random.nextInt(uids.size())));
            return Objects.requireNonNull(message).modSeq();
        }

        private void copy(Believer client) throws IOException {
            Truth into = all.get(random.nextInt(2));
            var chosen = some(client.known());
            if (!chosen.isEmpty() && into.messages.size() < MESSAGES_MAX) {
                Truth from = client.selected;
                for (long each : chosen) {
                    var message = from.messages.get(each);
                    if (message != null) {
                        into.add(message.flags());
                    }
                }
                client.say("UID COPY " + set(chosen) + " " + into.name);
            }
        }

        private void move(Believer client) throws IOException {
            Truth into = all.get(random.nextInt(2));
            var chosen = some(client.known());
            if (!chosen.isEmpty()) {
                Truth from = client.selected;
                for (long each : chosen) {
                    var message = from.messages.get(each);
                    if (message != null) {
                        from.remove(List.of(each));
                        into.add(message.flags());
                    }
                }
                client.say("MOVE " + numbers(client, chosen) + " " + into.name);
            }
        }

        private void read(Believer client) throws IOException {
            var chosen = some(client.known());
            if (!chosen.isEmpty()) {
                Truth at = client.selected;
                for (long each : chosen) {
                    var message = at.messages.get(each);
                    // What a session shows as seen, it does not mark again.
                    if (message != null && !client.believesSeen(each)) {
                        var now = new TreeSet<>(message.flags());
                        now.add("\\Seen");
                        at.flags(each, now);
                    }
                }
                client.say("FETCH " + numbers(client, chosen) + " BODY[HEADER.FIELDS (X)]");
            }
        }

        private static UidSet numbers(Believer client, Collection<Long> uids) {
            var numbers = new UidSet.Builder();
            for (int i = 0; i < client.beliefs.size(); i++) {
                if (uids.contains(client.beliefs.get(i).uid)) {
                    numbers.add(i + 1L);
                }
            }
            return numbers.build();
        }

        private Set<Long> some(Collection<Long> uids) {
            int share = 1 + random.nextInt(6);
            return uids.stream()
                    .filter(_ -> random.nextInt(share) == 0)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private Set<String> flags() {
            return FLAGS.stream()
                    .filter(_ -> random.nextInt(3) == 0)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static UidSet set(Collection<Long> uids) {
            return UidSet.of(uids.stream().mapToLong(Long::longValue).toArray());
        }
    }
}
