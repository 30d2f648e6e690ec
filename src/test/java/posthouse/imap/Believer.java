package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import posthouse.net.Transcripts;

/// A client that believes what it is told of a mailbox and never looks again.
final class Believer {
    private static final Pattern COUNT = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE)");
    private static final Pattern VANISHED =
            Pattern.compile("\\* VANISHED (\\(EARLIER\\) )?([\\d:,]+)");
    private static final Pattern FETCH = Pattern.compile("\\* (\\d+) FETCH \\((.*)\\)");
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("MODSEQ \\((\\d+)\\)");
    private static final Pattern HIGHEST =
            Pattern.compile("(\\S+) OK \\[HIGHESTMODSEQ (\\d+)\\].*");
    private static final Pattern VALIDITY = Pattern.compile("\\* OK \\[UIDVALIDITY (\\d+)\\].*");
    private static final Pattern TAGGED = Pattern.compile("(t\\d+) (OK|NO|BAD) ?(.*)");
    private static final Pattern MODIFIED = Pattern.compile("\\[MODIFIED ([\\d:,]+)\\].*");

    /// What is believed of one message; with UID 0 it is not known yet which one it is.
    static final class Belief {
        long uid;
        Set<String> flags = Set.of();
        long modSeq;

        /// Whether the server has told the flags since this was last made false.
        boolean told;
    }

    /// What is kept of a mailbox while it is not selected.
    private record Kept(long uidValidity, long highest, TreeMap<Long, Belief> beliefs) {}

    final boolean condstore;
    final boolean qresync;
    private final PostOffice office;
    private final Map<Truth, Kept> kept = new java.util.HashMap<>();
    private final Deque<String> sent = new ArrayDeque<>();
    private Leash line = new Leash();
    private int tags;

    final List<Belief> beliefs = new ArrayList<>();
    Truth selected;
    private boolean open;
    boolean idles;
    String modified = "";
    private long uidValidity;
    private long highest;
    private long rumour;

    Believer(PostOffice office, int kind, Truth first) {
        selected = first;
        this.office = office;
        condstore = kind > 0;
        qresync = kind > 1;
    }

    void connect() throws IOException {
        line = new Leash();
        Leash mine = line;
        var _ = Thread.ofVirtual().start(() -> serve(mine));
        line.settle();
        sent.clear();
        var _ = line.heard();
        say("LOGIN ann@demo.test secret");
        if (qresync) {
            say("ENABLE QRESYNC");
        }
    }

    private void serve(Leash mine) {
        try {
            office.serve(Transcripts.connection(mine));
        } catch (IOException _) {
            // The line broke.
        } finally {
            mine.close();
        }
    }

    /// The line breaks in the middle of nothing.
    void drop() throws IOException {
        keep();
        line.close();
        idles = false;
    }

    void keep() {
        if (!open) {
            return;
        }
        var byUid = new TreeMap<Long, Belief>();
        for (Belief belief : beliefs) {
            if (belief.uid > 0) {
                byUid.put(belief.uid, belief);
            }
        }
        if (byUid.size() == beliefs.size()) {
            kept.put(selected, new Kept(uidValidity, highest, byUid));
        } else {
            // Messages came that it has not asked about: nobody will tell of them again.
            kept.remove(selected);
        }
        beliefs.clear();
        open = false;
    }

    /// With QRESYNC only what has changed is asked for, else everything.
    void select(Truth mailbox) throws IOException {
        keep();
        Kept before = kept.get(mailbox);
        highest = 0;
        rumour = 0;
        selected = mailbox;
        open = true;
        if (!qresync || before == null) {
            say("SELECT " + mailbox.name + (condstore ? " (CONDSTORE)" : ""));
            fetchUnknown();
            return;
        }
        before.beliefs().values().forEach(beliefs::add);
        early = true;
        say(
                "SELECT "
                        + mailbox.name
                        + " (QRESYNC ("
                        + before.uidValidity()
                        + " "
                        + before.highest()
                        + "))");
        assertThat(uidValidity).isEqualTo(before.uidValidity());
        fetchUnknown();
    }

    /// EXISTS, VANISHED (EARLIER) and FETCH of a mailbox that is being opened again belong
    /// together: the first is read last.
    private boolean early;

    /// Asks about messages of which only their arrival is known.
    void fetchUnknown() throws IOException {
        long last = 0;
        for (int i = 0; i < beliefs.size(); i++) {
            if (beliefs.get(i).uid == 0) {
                say("UID FETCH " + (last + 1) + ":* (UID FLAGS" + (condstore ? " MODSEQ)" : ")"));
                fetchUnknown(); // what came meanwhile
                return;
            }
            last = beliefs.get(i).uid;
        }
    }

    String fetchAll() {
        return "UID FETCH 1:* (UID FLAGS" + (condstore ? " MODSEQ)" : ")");
    }

    /// 0 where there is none.
    long lastKnown() {
        return beliefs.isEmpty() ? 0 : beliefs.getLast().uid;
    }

    /// Says commands in one piece, and learns from the answers.
    void say(String... commands) throws IOException {
        var text = new StringBuilder();
        for (String command : commands) {
            sent.add(command);
            text.append('t').append(++tags).append(' ').append(command).append("\r\n");
        }
        line.say(text.toString());
        learn();
    }

    void idle() throws IOException {
        idles = true;
        line.say("t" + ++tags + " IDLE\r\n");
        sent.add("IDLE");
    }

    void done() throws IOException {
        idles = false;
        line.say("DONE\r\n");
        learn();
    }

    private void learn() {
        modified = "";
        String heard = withoutLiterals(line.heard());
        var lines = new ArrayList<>(heard.lines().toList());
        if (early) {
            early = false;
            lines.sort((a, b) -> Integer.compare(rank(a), rank(b)));
        }
        for (String said : lines) {
            learn(said);
        }
        assertThat(sent).isEmpty();
    }

    private static int rank(String line) {
        return line.contains("VANISHED") ? 0 : line.contains(" EXISTS") ? 1 : 2;
    }

    private static String withoutLiterals(String said) {
        var literal = Pattern.compile("\\{(\\d+)\\}\r\n");
        var rest = new StringBuilder();
        int at = 0;
        for (var found = literal.matcher(said); found.find(at); ) {
            rest.append(said, at, found.start());
            at = found.end() + Integer.parseInt(found.group(1));
        }
        return rest.append(said.substring(at)).toString();
    }

    private void learn(String said) {
        String command = sent.isEmpty() ? "" : sent.getFirst();
        var count = COUNT.matcher(said);
        var vanished = VANISHED.matcher(said);
        var fetch = FETCH.matcher(said);
        var code = HIGHEST.matcher(said);
        var validity = VALIDITY.matcher(said);
        var tagged = TAGGED.matcher(said);
        if (count.matches() && count.group(2).equals("EXPUNGE")) {
            assertThat(qresync).as(said).isFalse();
            assertThat(command).doesNotMatch("(FETCH|STORE|SEARCH) .*");
            beliefs.remove(Integer.parseInt(count.group(1)) - 1);
        } else if (count.matches()) {
            int size = Integer.parseInt(count.group(1));
            assertThat(size).as("EXISTS after " + command).isGreaterThanOrEqualTo(beliefs.size());
            while (beliefs.size() < size) {
                beliefs.add(new Belief());
            }
        } else if (vanished.matches()) {
            vanish(vanished.group(1) != null, vanished.group(2), command);
        } else if (fetch.matches()) {
            note(Integer.parseInt(fetch.group(1)), fetch.group(2));
        } else if (code.matches()) {
            rumour = Long.parseLong(code.group(2));
        } else if (validity.matches()) {
            uidValidity = Long.parseLong(validity.group(1));
        }
        if (tagged.matches()) {
            assertThat(tagged.group(2)).as(command + " was answered " + said).isEqualTo("OK");
            var refused = MODIFIED.matcher(tagged.group(3));
            modified = refused.matches() ? refused.group(1) : modified;
            highest = rumour;
            sent.removeFirst();
        }
    }

    private void vanish(boolean earlier, String set, String command) {
        assertThat(qresync).isTrue();
        assertThat(command).doesNotMatch("(FETCH|STORE|SEARCH) .*");
        for (long uid : uids(set)) {
            boolean was = beliefs.removeIf(belief -> belief.uid == uid);
            // §3.2.10.2: one that is told to go now was there.
            if (!was && !earlier) {
                int unknown = unknownFor(uid);
                assertThat(unknown).as("VANISHED " + uid).isGreaterThanOrEqualTo(0);
                beliefs.remove(unknown);
            }
        }
    }

    /// A place of which only is known that there is a message, where one of the UID could be.
    private int unknownFor(long uid) {
        int found = -1;
        for (int i = 0; i < beliefs.size(); i++) {
            long there = beliefs.get(i).uid;
            if (there > uid) {
                break;
            }
            if (there > 0) {
                found = -1;
            } else if (found < 0) {
                found = i;
            }
        }
        return found;
    }

    static List<Long> uids(String set) {
        var uids = new ArrayList<Long>();
        for (String range : set.split(",", -1)) {
            String[] ends = range.split(":", -1);
            for (long uid = Long.parseLong(ends[0]);
                    uid <= Long.parseLong(ends[ends.length - 1]);
                    uid++) {
                uids.add(uid);
            }
        }
        return uids;
    }

    private void note(int number, String items) {
        assertThat(number).isLessThanOrEqualTo(beliefs.size());
        Belief belief = beliefs.get(number - 1);
        var uid = UID.matcher(items);
        if (uid.find()) {
            long told = Long.parseLong(uid.group(1));
            assertThat(belief.uid).as("UID of " + number).isIn(0L, told);
            belief.uid = told;
        }
        var flags = FLAGS.matcher(items);
        if (flags.find()) {
            var set = new TreeSet<String>();
            Collections.addAll(set, flags.group(1).split(" ", -1));
            set.removeAll(Set.of("", "\\Recent"));
            belief.flags = set;
            belief.told = true;
        }
        var modSeq = MODSEQ.matcher(items);
        if (modSeq.find()) {
            belief.modSeq = Long.parseLong(modSeq.group(1));
            rumour = Math.max(rumour, belief.modSeq);
        }
    }

    /// What STORE.SILENT makes of flags, nobody tells.
    ///
    /// @return what was believed before
    Map<Belief, Set<String>> assume(Collection<Long> uids, UnaryOperator<Set<String>> change) {
        var before = new IdentityHashMap<Belief, Set<String>>();
        for (Belief belief : beliefs) {
            if (uids.contains(belief.uid)) {
                before.put(belief, belief.flags);
                belief.flags = change.apply(belief.flags);
                belief.told = false;
            }
        }
        return before;
    }

    /// What was MODIFIED did not change by that (RFC 7162 §3.1.3).
    ///
    /// @param numbered the messages by number when the command was said
    void takeBack(Map<Belief, Set<String>> before, boolean uid, List<Belief> numbered) {
        if (modified.isEmpty()) {
            return;
        }
        for (long each : uids(modified)) {
            before.forEach((belief, flags) -> {
                boolean meant = uid ? belief.uid == each : numbered.get((int) each - 1) == belief;
                if (meant && !belief.told) {
                    belief.flags = flags;
                }
            });
        }
    }

    /// After a moment in which everything may be told, what is believed is true.
    void check() throws IOException {
        say("NOOP");
        fetchUnknown();
        var believed = new ArrayList<String>();
        for (Belief belief : beliefs) {
            believed.add(belief.uid + " " + belief.flags + (condstore ? " " + belief.modSeq : ""));
        }
        var there = new ArrayList<String>();
        selected.messages.forEach((uid, message) ->
                there.add(uid + " " + message.flags() + (condstore ? " " + message.modSeq() : "")));
        assertThat(believed).isEqualTo(there);
    }

    boolean believesSeen(long uid) {
        return beliefs.stream()
                .anyMatch(belief -> belief.uid == uid && belief.flags.contains("\\Seen"));
    }

    /// The UIDs that it knows.
    Collection<Long> known() {
        return beliefs.stream().map(belief -> belief.uid).filter(uid -> uid > 0).toList();
    }
}
