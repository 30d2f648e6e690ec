package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a client has been told of the mailbox that it has selected, and believes.
abstract sealed class Beliefs permits Believer {
    private static final Pattern FETCH = Pattern.compile("\\* \\d+ FETCH \\((.*)\\)");
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("MODSEQ \\((\\d+)\\)");
    private static final Pattern ALL = Pattern.compile(" ALL ([\\d:,]+)");
    private static final Pattern VANISHED =
            Pattern.compile("\\* VANISHED (\\(EARLIER\\) )?([\\d:,]+)");

    /// What is believed of one message; with UID 0 it is not known yet which one it is.
    static final class Belief {
        long uid;
        Set<String> flags = Set.of();
        long modSeq;

        /// Whether the server has told the flags since this was last made false.
        boolean told;

        boolean has(String flag) {
            return flags.contains(flag);
        }
    }

    final List<Belief> beliefs = new ArrayList<>();
    final Set<String> enabled = new TreeSet<>();
    Truth selected = Truth.NOWHERE;

    /// Stands for the time from one SELECT to the next.
    Object selection = new Object();

    boolean readOnly;
    Set<Long> saved = Set.of();

    /// Whether it knew all messages when it saved them.
    boolean savedKnown = true;

    long rumour;
    boolean went;

    boolean condstore() {
        return enabled.contains("CONDSTORE") || qresync();
    }

    boolean qresync() {
        return enabled.contains("QRESYNC");
    }

    boolean rev2() {
        return enabled.contains("IMAP4rev2");
    }

    boolean utf8() {
        return enabled.contains("UTF8=ACCEPT");
    }

    final void counted(int number, String kind, String said, Asked command) {
        switch (kind) {
            case "EXPUNGE" -> {
                assertThat(qresync()).isFalse();
                assertThat(command.isNumbered()).isFalse();
                went = true;
                beliefs.remove(number - 1);
            }
            case "EXISTS" -> {
                assertThat(number).isGreaterThanOrEqualTo(beliefs.size());
                while (beliefs.size() < number) {
                    beliefs.add(new Belief());
                }
            }
            case "RECENT" -> {
                assertThat(rev2()).isFalse();
                assertThat(number).isLessThanOrEqualTo(beliefs.size());
                command.answer.data().add(said);
            }
            case "FETCH" -> {
                var items = FETCH.matcher(said);
                assertThat(items.matches()).isTrue();
                note(number, items.group(1), command);
            }
            default -> throw new AssertionError("what is that?");
        }
    }

    final void vanish(String said, Asked command) {
        var vanished = VANISHED.matcher(said);
        assertThat(vanished.matches()).isTrue();
        boolean earlier = vanished.group(1) != null;
        assertThat(qresync()).isTrue();
        assertThat(command.isNumbered()).isFalse();
        assertThat(earlier).isIn(command.reopens, command.text.contains(" VANISHED)"));
        went |= !earlier;
        for (long uid : uids(vanished.group(2))) {
            boolean was = beliefs.removeIf(belief -> belief.uid == uid);
            // RFC 7162 §3.2.10.2: one that is told to go now was there.
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

    private void note(int number, String items, Asked command) {
        assertThat(number).isLessThanOrEqualTo(beliefs.size());
        Belief belief = beliefs.get(number - 1);
        var uid = UID.matcher(items);
        boolean hasUid = uid.find();
        if (hasUid) {
            long told = Long.parseLong(uid.group(1));
            assertThat(belief.uid).as("UID of " + number).isIn(0L, told);
            if (FLAGS.matcher(items).find() && (!condstore() || MODSEQ.matcher(items).find())) {
                belief.uid = told; // known when all is known
            }
        }
        var flags = FLAGS.matcher(items);
        if (flags.find()) {
            var set = new TreeSet<String>();
            Collections.addAll(set, flags.group(1).split(" ", -1));
            set.remove("");
            recent(belief.uid, set.remove("\\Recent"));
            belief.flags = set;
            belief.told = true;
        }
        var modSeq = MODSEQ.matcher(items);
        boolean hasModSeq = modSeq.find();
        if (hasModSeq) {
            belief.modSeq = Long.parseLong(modSeq.group(1));
            rumour = Math.max(rumour, belief.modSeq);
        }
        if (!command.isFetch()) {
            assertThat(hasModSeq).isEqualTo(condstore()); // RFC 7162 §3.2.4
            assertThat(hasUid || !condstore() && !rev2()).isTrue(); // RFC 9051 §7.5.2
        }
    }

    /// A message is \Recent in one session, and stays so (RFC 3501 §2.3.2); never in IMAP4rev2.
    private void recent(long uid, boolean is) {
        assertThat(is && rev2()).isFalse();
        if (rev2() || uid == 0 || readOnly) {
            return;
        }
        if (is) {
            Object owner = selected.recent.putIfAbsent(uid, selection);
            assertThat(owner).as("who was told that it is \\Recent").isIn(null, selection);
        } else {
            assertThat(selected.recent.get(uid)).as("\\Recent before").isNotEqualTo(selection);
        }
    }

    /// What is found is what is believed (RFC 3501 §6.4.4, RFC 4731 §3.1).
    final void search(String said, Asked command, String tag) {
        var search = Objects.requireNonNull(command.search);
        boolean extended = said.startsWith("* ESEARCH ");
        assertThat(extended).isEqualTo(rev2() || command.text.contains(" RETURN "));
        if (beliefs.stream().anyMatch(belief -> belief.uid == 0)) {
            return;
        }
        var named = search.uid() ? meant(search) : numbers(meant(search));
        if (!extended) {
            String told = named.stream().map(it -> " " + it).collect(Collectors.joining());
            assertThat(said.replaceFirst(" \\(MODSEQ \\d+\\)", "")).isEqualTo("* SEARCH" + told);
            return;
        }
        assertThat(said).startsWith("* ESEARCH (TAG \"" + tag + "\")");
        assertThat(said.contains(" UID")).isEqualTo(search.uid());
        boolean some = !named.isEmpty();
        String text = command.text.toUpperCase(Locale.ROOT);
        boolean plain = !text.contains(" RETURN ") || text.contains(" RETURN () ");
        var all = ALL.matcher(said);
        List<Long> told = all.find() ? uids(all.group(1)) : List.of();
        assertThat(told).isEqualTo(plain || text.contains("ALL COUNT)") ? named : List.of());
        assertThat((said + " ").contains(" COUNT " + named.size() + " "))
                .isEqualTo(text.contains("COUNT)"));
        boolean ends = search.ends() && some;
        assertThat(said.contains(" MIN ")).isEqualTo(ends);
        if (ends) {
            assertThat(said + " ").contains(" MIN " + named.getFirst() + " ");
            assertThat(said + " ").contains(" MAX " + named.getLast() + " ");
        }
    }

    /// The numbers of messages whose UIDs are known.
    List<Long> numbers(Collection<Long> uids) {
        var numbers = new ArrayList<Long>();
        for (int i = 0; i < beliefs.size(); i++) {
            if (uids.contains(beliefs.get(i).uid)) {
                numbers.add(i + 1L);
            }
        }
        return numbers;
    }

    private List<Long> meant(Asked.Search search) {
        return beliefs.stream().filter(search.key()).map(belief -> belief.uid).toList();
    }

    /// What `$` stands for after the search (RFC 5182 §2.4).
    void save(Asked.Search search) {
        var found = meant(search);
        savedKnown = beliefs.stream().allMatch(belief -> belief.uid > 0);
        saved = new TreeSet<>(found);
        if (search.ends() && !found.isEmpty()) {
            saved.retainAll(List.of(found.getFirst(), found.getLast()));
        }
    }

    /// 0 where there is none.
    long lastKnown() {
        return beliefs.isEmpty() ? 0 : beliefs.getLast().uid;
    }

    /// Whether what is believed is true; of messages of which only the arrival is known, that they
    /// are there.
    final boolean agrees() {
        return believed().equals(there());
    }

    /// Now everything may have been told.
    void check() {
        assertThat(believed())
                .as(() -> enabled + " believes of " + selected.name)
                .isEqualTo(there());
    }

    private List<String> believed() {
        var believed = new ArrayList<String>();
        for (Belief belief : beliefs) {
            believed.add(
                    belief.uid == 0
                            ? "some"
                            : belief.uid
                                    + " "
                                    + belief.flags
                                    + (condstore() ? " " + belief.modSeq : ""));
        }
        return believed;
    }

    private List<String> there() {
        var there = new ArrayList<String>();
        selected.messages.forEach((uid, message) -> {
            boolean some = there.size() < beliefs.size() && beliefs.get(there.size()).uid == 0;
            there.add(
                    some
                            ? "some"
                            : uid
                                    + " "
                                    + message.flags()
                                    + (condstore() ? " " + message.modSeq() : ""));
        });
        return there;
    }

    Optional<Belief> belief(long uid) {
        return beliefs.stream().filter(belief -> belief.uid == uid).findFirst();
    }

    /// The UIDs that it knows.
    Collection<Long> known() {
        return beliefs.stream().map(belief -> belief.uid).filter(uid -> uid > 0).toList();
    }
}
