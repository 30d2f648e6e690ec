package posthouse.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.UidSet;

/// Several sessions on one account, each with other extensions, do anything for a long time: what
/// each client believes is what a small model says, whenever all may be told. `bin/check-sim imap
/// N` runs more seeds, each with 10,000 commands.
class SyncSim {
    private static final long SEEDS = Long.getLong("posthouse.sim.seeds", 8);
    private static final int STEPS = Integer.getInteger("posthouse.sim.steps", 400);

    /// What begins and does not end does nothing.
    private static final List<String> BROKEN =
            List.of(
                    "EXPUNGE\r\n",
                    "UID STORE 1:* +FLAGS (\\Deleted)\r\n",
                    "MOVE 1:* INBOX\r\n",
                    "APPEND INBOX {5+}\r\nnew\r\n {5+}\r\nnew\r\n\r\n",
                    "RENAME INBOX ü\r\n",
                    "DELETE {1+}\r\na\r\n");

    /// What the sessions enable at once; the last ones do it sometime.
    private static final List<Set<String>> HABITS =
            List.of(
                    Set.of("UTF8=ACCEPT"),
                    Set.of("CONDSTORE"),
                    Set.of("QRESYNC"),
                    Set.of("QRESYNC", "IMAP4rev2"),
                    Set.of("IMAP4rev2"),
                    Set.of(),
                    Set.of());

    @Test
    void eachClientBelievesWhatIsTrue() {
        Seeds.eachAtOnce(
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
        private final Truths truths = new Truths();
        private final List<Believer> clients = new ArrayList<>();

        /// Who was told all in this step.
        private @Nullable Believer knowing;

        World(PostOffice office, Random random) {
            this.office = office;
            this.random = random;
        }

        void live() throws IOException, MailRefusal {
            HABITS.forEach(habits -> clients.add(new Believer(office, random, habits)));
            for (int done = 0; done < STEPS; ) {
                try {
                    done += step();
                    truths.hold(office.ann());
                    if (knowing != null) {
                        knowing.check();
                    }
                } catch (AssertionError | RuntimeException failure) {
                    throw new AssertionError("step " + done + ": " + failure, failure);
                }
            }
            for (Believer client : clients) {
                if (client.idles && truths.has(client.selected)) {
                    client.hear();
                    client.done();
                }
                if (client.connected) {
                    client.drop();
                }
            }
        }

        /// @return how many commands or other deeds that were
        private int step() throws IOException, MailRefusal {
            knowing = null;
            var client = clients.get(random.nextInt(clients.size()));
            if (!client.connected) {
                client.connect();
                return 1;
            }
            if (client.selected != Truth.NOWHERE && !truths.has(client.selected)) {
                client.isDismissed();
                return 1;
            }
            if (client.idles) {
                return idling(client);
            }
            return switch (random.nextInt(12)) {
                case 0, 1, 2 -> others();
                case 3 -> {
                    client.fetchUnknown();
                    client.idle();
                    yield 1;
                }
                case 4 -> breakOff(client);
                case 5 -> comeBack(client);
                default -> act(client);
            };
        }

        private int idling(Believer client) throws IOException, MailRefusal {
            switch (random.nextInt(4)) {
                case 0 -> client.hear();
                case 1 -> {
                    client.done();
                    knowing = client;
                }
                default -> {
                    return others();
                }
            }
            return 1;
        }

        private int act(Believer client) throws IOException, MailRefusal {
            client.fetchUnknown();
            var commands = commands(client, 1 + random.nextInt(4)).asked;
            client.say(commands);
            if (!commands.isEmpty()
                    && !commands.getLast().isNumbered()
                    && commands.getLast().outcome.equals("OK")) {
                knowing = client;
            }
            return commands.size();
        }

        private int breakOff(Believer client) throws IOException {
            int count = random.nextInt(2) * random.nextInt(4);
            if (count > 0) {
                client.fetchUnknown();
            }
            var commands = commands(client, count).asked;
            String fragment = BROKEN.get(random.nextInt(BROKEN.size()));
            client.breakOff(commands, fragment.substring(0, random.nextInt(fragment.length())));
            return 1 + commands.size();
        }

        /// The line breaks while messages that went are shown still, others go on, and it comes
        /// back.
        private int comeBack(Believer client) throws IOException, MailRefusal {
            int done = 4;
            client.fetchUnknown();
            done += anotherThere(client);
            if (!truths.has(client.selected)) {
                return done;
            }
            var numbered = new Deeds(truths, client, clients, random);
            numbered.numbered();
            client.say(numbered.asked);
            client.drop();
            done += anotherThere(client);
            client.connect();
            var back = new Deeds(truths, client, clients, random);
            back.selectLast();
            client.say(back.asked);
            knowing = client;
            return done;
        }

        private int anotherThere(Believer client) throws IOException, MailRefusal {
            for (Believer other : clients) {
                if (other != client
                        && other.connected
                        && !other.idles
                        && truths.has(other.selected)
                        && client.last.filter(it -> it == other.selected).isPresent()) {
                    int done = act(other);
                    truths.hold(office.ann());
                    return done;
                }
            }
            return 0;
        }

        private Deeds commands(Believer client, int count) {
            var deeds = new Deeds(truths, client, clients, random);
            for (int i = 0; i < count; i++) {
                deeds.next();
            }
            return deeds;
        }

        /// What happens without IMAP.
        private int others() throws IOException, MailRefusal {
            Truth inbox = truths.inbox();
            if (inbox.messages.size() < Piece.MESSAGES_MAX && random.nextInt(3) > 0) {
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
                var _ =
                        inbox.add(
                                Set.of(),
                                clients.stream()
                                        .anyMatch(it -> it.selected == inbox && !it.readOnly));
            } else {
                int share = 1 + random.nextInt(6);
                var gone = inbox.uids();
                gone.removeIf(_ -> random.nextInt(share) > 0);
                office.ann()
                        .updateMaildrop(
                                UidSet.of(gone.stream().mapToLong(Long::longValue).toArray()),
                                UidSet.EMPTY);
                inbox.remove(gone);
            }
            return 1;
        }
    }
}
