package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.mailbox.Addition;
import posthouse.mailbox.FlagChange;
import posthouse.mailbox.Flags;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Role;
import posthouse.mailbox.UidSet;
import posthouse.net.Transcripts;
import posthouse.net.Transport;

/// A client that believes what it is told knows what is there, whatever others do meanwhile.
class ImapSim {
    private static final int STEPS = 60;

    @Test
    void theClientKnowsWhatIsThere() {
        Seeds.each(
                8,
                random -> {
                    try (var office = new PostOffice(random.nextInt(6), 0, 100_000, false)) {
                        var client = new Client(office, random);
                        office.serve(Transcripts.connection(client));
                        client.check();
                    }
                });
    }

    /// Gives a random command when the server reads, after somebody else has changed something and
    /// after it has learned from all that the server said.
    private static final class Client implements Transport {
        private static final Pattern COUNT = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE)");
        private static final Pattern FETCH =
                Pattern.compile("\\* (\\d+) FETCH \\((?:UID (\\d+) ?)?(?:FLAGS \\((.*?)\\))?\\)");

        private final PostOffice office;
        private final Random random;
        private final BytesBuilder output = new BytesBuilder();
        private final int inbox;

        /// What the client knows of each message, by its number: `UID FLAGS`, with UID 0 where it
        /// was not told yet.
        private final List<Known> known = new ArrayList<>();

        private Bytes input = Bytes.EMPTY;
        private String lastCommand = "";
        private int step;

        private record Known(long uid, TreeSet<String> flags) {}

        Client(PostOffice office, Random random) {
            this.office = office;
            this.random = random;
            inbox = office.ann().state().mailbox(Role.INBOX).orElseThrow().id();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (input.isEmpty()) {
                learn();
                if (step < STEPS + 2) {
                    meddle();
                }
                lastCommand = command(step++);
                input = Bytes.latin1("a" + step + " " + lastCommand + "\r\n");
            }
            int count = Math.min(target.remaining(), input.length());
            target.put(input.slice(0, count).buffer());
            input = input.slice(count);
            return count;
        }

        @Override
        public void write(ByteBuffer source) {
            while (source.hasRemaining()) {
                output.write(source.get());
            }
        }

        @Override
        public void close() {}

        private String command(int now) {
            if (now < 2) {
                return now == 0 ? "LOGIN ann@demo.test secret" : "SELECT INBOX";
            }
            if (now == STEPS + 2) {
                return "NOOP";
            }
            if (now == STEPS + 4) {
                return "LOGOUT";
            }
            if (now == 2 || now > STEPS || known.isEmpty()) {
                return "UID FETCH 1:* (UID FLAGS)";
            }
            String number = String.valueOf(1 + random.nextInt(known.size()));
            String uids = "1:" + (1 + random.nextInt(30));
            return switch (random.nextInt(14)) {
                case 0 -> "NOOP";
                case 1 -> "STORE " + number + " +FLAGS (\\Deleted)";
                case 2 -> "STORE " + number + " FLAGS (\\Seen k" + random.nextInt(3) + ")";
                case 3 -> "UID STORE " + uids + " -FLAGS (\\Seen)";
                case 4 -> "EXPUNGE";
                case 5 -> "UID EXPUNGE " + uids;
                case 6 -> "MOVE " + number + " Trash";
                case 7 -> "UID MOVE " + uids + " INBOX";
                case 8 -> "COPY " + number + " INBOX";
                case 9 -> "FETCH " + number + " (UID FLAGS)";
                case 10 -> "UID SEARCH UNSEEN";
                case 11 -> "SEARCH 1:* SEEN";
                case 12 -> "APPEND INBOX (\\Flagged) {5+}\r\nnew\r\n";
                default -> "IDLE\r\nDONE";
            };
        }

        /// Others at work.
        private void meddle() {
            var uids = UidSet.range(1 + random.nextInt(20), 20 + random.nextInt(20));
            try {
                switch (random.nextInt(7)) {
                    case 0 -> append();
                    case 1 -> store(uids, FlagChange.add(Flags.DELETED));
                    case 2 -> store(uids, FlagChange.set(Flags.ANSWERED, List.of("other")));
                    case 3 -> {
                        var _ = office.ann().expunge(inbox, uids);
                    }
                    case 4 -> {
                        int trash = office.ann().state().mailbox(Role.TRASH).orElseThrow().id();
                        var _ = office.ann().move(inbox, UidSet.range(5, 8), trash);
                    }
                    default -> {}
                }
            } catch (IOException | MailRefusal failure) {
                throw new AssertionError(failure);
            }
        }

        private void store(UidSet uids, FlagChange change) throws MailRefusal {
            var _ = office.ann().store(inbox, uids, change, OptionalLong.empty());
        }

        private void append() throws IOException, MailRefusal {
            byte[] octets = PostOffice.message(9).toArray();
            try (var incoming =
                    office.accounts().receive(new ByteArrayInputStream(octets), 100_000)) {
                var none = FlagChange.set(0, List.of());
                var _ = office.ann().append(new Addition(incoming, none, Optional.empty()), inbox);
            }
        }

        private void learn() {
            String said = output.build().latin1();
            output.clear();
            boolean silent = lastCommand.matches("(FETCH|STORE|SEARCH) .*");
            for (String line : said.lines().toList()) {
                assertThat(line).as("to " + lastCommand).doesNotMatch("a\\d+ BAD .*");
                var count = COUNT.matcher(line);
                var fetch = FETCH.matcher(line);
                if (count.matches() && count.group(2).equals("EXPUNGE")) {
                    assertThat(silent).as("EXPUNGE during " + lastCommand).isFalse();
                    known.remove(Integer.parseInt(count.group(1)) - 1);
                } else if (count.matches()) {
                    grow(Integer.parseInt(count.group(1)));
                } else if (fetch.matches()) {
                    note(fetch.group(1), fetch.group(2), fetch.group(3));
                } else {
                    assertThat(line).doesNotContain("FETCH");
                }
            }
        }

        private void grow(int size) {
            assertThat(size).as("EXISTS after " + lastCommand).isGreaterThanOrEqualTo(known.size());
            while (known.size() < size) {
                known.add(new Known(0, new TreeSet<>()));
            }
        }

        private void note(String number, String uid, String flags) {
            int index = Integer.parseInt(number) - 1;
            Known before = known.get(index);
            long told = uid == null ? before.uid() : Long.parseLong(uid);
            assertThat(before.uid()).as("UID of " + number).isIn(0L, told);
            var set = new TreeSet<String>();
            Collections.addAll(set, flags == null ? new String[0] : flags.split(" ", -1));
            set.remove("");
            set.remove("\\Recent");
            known.set(index, new Known(told, set));
        }

        /// The last commands asked for everything, so what is known must be all there is, unless
        /// somebody has meddled behind the last one.
        void check() throws IOException, MailRefusal {
            learn();
            String fresh = office.elsewhere("EXAMINE INBOX", "UID FETCH 1:* (UID FLAGS)");
            var there = new ArrayList<Known>();
            fresh.lines()
                    .map(FETCH::matcher)
                    .filter(it -> it.matches())
                    .forEach(it -> {
                        var set = new TreeSet<String>();
                        Collections.addAll(set, it.group(3).split(" ", -1));
                        set.remove("");
                        set.remove("\\Recent");
                        there.add(new Known(Long.parseLong(it.group(2)), set));
                    });
            assertThat(known).isEqualTo(there);
        }
    }
}
