package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import posthouse.net.Transcripts;

/// A client that believes what it is told of a mailbox and never looks again.
final class Believer extends Beliefs {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)\\}\r\n");
    private static final Pattern CODE = Pattern.compile("\\S+ \\S+ \\[([^]]*)\\].*");
    private static final Pattern TAGGED = Pattern.compile("(t\\d+) (OK|NO|BAD) .*");
    private static final Set<String> AFTER_SELECT = Set.of("UIDVALIDITY", "UIDNEXT", "MAILBOXID");

    /// What is kept of a mailbox while it is not selected.
    record Kept(long uidValidity, long highest, TreeMap<Long, Belief> beliefs) {}

    final Set<String> habits;
    private final PostOffice office;
    private final Random random;
    private final Map<String, Kept> kept = new HashMap<>();
    private final Deque<Asked> sent = new ArrayDeque<>();
    private Leash line;
    private int tags;

    /// What was selected last.
    Optional<Truth> last = Optional.empty();

    boolean connected;
    boolean idles;
    private long uidValidity;
    private long highest;
    private boolean wasSelected;
    private final List<String> early = new ArrayList<>();

    /// @param habits what it enables at once
    Believer(PostOffice office, Random random, Set<String> habits) {
        this.office = office;
        this.random = random;
        this.habits = habits;
        line = new Leash(0);
    }

    void connect() throws IOException {
        line = new Leash(random.nextLong());
        Leash mine = line;
        var _ = Thread.ofVirtual().start(() -> serve(mine));
        line.settle();
        var _ = line.heard();
        connected = true;
        sent.clear();
        enabled.clear();
        early.clear();
        say(List.of(new Asked("LOGIN ann@demo.test secret")));
        if (!habits.isEmpty()) {
            say(List.of(enable(habits)));
        }
    }

    Asked enable(Set<String> extensions) {
        return new Asked("ENABLE " + String.join(" ", extensions))
                .begin(() -> enabled.addAll(extensions));
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

    /// The line breaks.
    void drop() {
        keep();
        line.close();
        connected = false;
        idles = false;
        forget();
    }

    /// The server ends the conversation, since the mailbox was deleted.
    void isDismissed() throws IOException {
        if (!idles) {
            line.say("t0 NOOP\r\n");
        }
        line.settleEnded();
        assertThat(line.heard()).endsWith("\r\n").contains("* BYE ");
        drop();
    }

    /// Says what is whole, and the beginning of something; then the line breaks, and a part of the
    /// answers may be lost.
    void breakOff(List<Asked> whole, String fragment) throws IOException {
        line.say(text(whole) + "t0 " + fragment);
        String heard = withoutLiterals(line.heard());
        if (random.nextBoolean()) {
            heard = heard.substring(0, random.nextInt(heard.length() + 1));
        }
        learn(heard.substring(0, heard.lastIndexOf('\n') + 1));
        if (random.nextBoolean()) {
            line.end();
            line.settleEnded();
        }
        drop();
        sent.clear();
        early.clear();
    }

    private void keep() {
        if (selected == Truth.NOWHERE || highest == 0) {
            return;
        }
        var byUid = new TreeMap<Long, Belief>();
        for (Belief belief : beliefs) {
            if (belief.uid > 0 && belief.modSeq > 0) {
                byUid.put(belief.uid, belief);
            }
        }
        if (byUid.size() == beliefs.size() && qresync()) {
            kept.put(selected.name, new Kept(uidValidity, highest, byUid));
        } else {
            // Messages came that it has not asked about: nobody will tell of them again.
            kept.remove(selected.name);
        }
    }

    /// Leaves the mailbox, knowing what is to be known of it.
    void leave() {
        keep();
        forget();
    }

    private void forget() {
        beliefs.clear();
        selected = Truth.NOWHERE;
        saved = Set.of();
        savedKnown = true;
        selection = new Object();
    }

    /// With QRESYNC only what has changed is asked for, else everything.
    ///
    /// @param extensions what is on then
    Asked select(Truth mailbox, String name, boolean examine, Set<String> extensions) {
        keep();
        Optional<Kept> before =
                extensions.contains("QRESYNC")
                        ? Optional.ofNullable(kept.get(mailbox.name))
                        : Optional.empty();
        String how =
                before.map(this::resync)
                        .orElse(extensions.contains("CONDSTORE") ? " (CONDSTORE)" : "");
        var token = new Object();
        var fresh = examine ? Set.<Long>of() : mailbox.takeFresh(token);
        int count = mailbox.messages.size();
        long next = mailbox.uidNext;
        long highestBefore = mailbox.highest();
        var asked = new Asked((examine ? "EXAMINE " : "SELECT ") + name + how);
        asked.reopens = before.isPresent();
        return asked.begin(
                        () -> {
                            wasSelected = selected != Truth.NOWHERE;
                            leave();
                            selected = mailbox;
                            last = Optional.of(mailbox);
                            selection = token;
                            readOnly = examine;
                            highest = 0;
                            rumour = 0;
                            uidValidity = before.map(Kept::uidValidity).orElse(0L);
                            before.ifPresent(it -> beliefs.addAll(it.beliefs().values()));
                        })
                .end(answer -> {
                    assertThat(beliefs).hasSize(count);
                    assertThat(answer.code("UIDNEXT")).isEqualTo("" + next);
                    assertThat(answer.code("UIDVALIDITY")).isEqualTo("" + uidValidity);
                    if (mailbox.uidValidity > 0) {
                        assertThat(uidValidity).isEqualTo(mailbox.uidValidity);
                    }
                    assertThat(Long.parseLong(answer.code("HIGHESTMODSEQ")))
                            .isGreaterThanOrEqualTo(highestBefore);
                    assertThat(answer.codes().contains("CLOSED")).isEqualTo(wasSelected);
                    assertThat(answer.codes().getLast())
                            .isEqualTo(examine ? "READ-ONLY" : "READ-WRITE");
                    assertThat(answer.data().stream().anyMatch(it -> it.startsWith("* LIST ")))
                            .isEqualTo(rev2());
                    var recent =
                            answer.data().stream().filter(it -> it.endsWith(" RECENT")).toList();
                    assertThat(recent).hasSize(rev2() ? 0 : 1);
                    if (!rev2()) {
                        assertThat(Integer.parseInt(recent.getFirst().split(" ", -1)[1]))
                                .isBetween(fresh.size(), count);
                    }
                });
    }

    /// ` (QRESYNC (validity modseq [known] [(numbers uids)]))`
    private String resync(Kept before) {
        var uids = new ArrayList<>(before.beliefs().keySet());
        String known =
                random.nextBoolean() || uids.isEmpty()
                        ? ""
                        : " " + uids.stream().map(String::valueOf).collect(Collectors.joining(","));
        String match = "";
        if (random.nextBoolean() && !uids.isEmpty()) {
            int number = 1 + random.nextInt(uids.size());
            int last = number + random.nextInt(uids.size() - number + 1);
            match =
                    number == last
                            ? " (%d %d)".formatted(number, uids.get(number - 1))
                            : " (%d,%d %d,%d)"
                                    .formatted(
                                            number, last, uids.get(number - 1), uids.get(last - 1));
        }
        return " (QRESYNC (%d %d%s%s))"
                .formatted(before.uidValidity(), before.highest(), known, match);
    }

    /// Asks about messages of which only their arrival is known.
    void fetchUnknown() throws IOException {
        while (beliefs.stream().anyMatch(belief -> belief.uid == 0)) {
            say(List.of(fetchAll()));
        }
    }

    Asked fetchAll() {
        return new Asked("UID FETCH 1:* (UID FLAGS" + (condstore() ? " MODSEQ)" : ")"));
    }

    /// Says commands in one piece, and learns from the answers.
    void say(List<Asked> commands) throws IOException {
        line.say(text(commands));
        learn(withoutLiterals(line.heard()));
        assertThat(sent).isEmpty();
    }

    private String text(List<Asked> commands) {
        var text = new StringBuilder();
        boolean first = sent.isEmpty();
        for (Asked command : commands) {
            text.append('t').append(tags + sent.size() + 1).append(' ');
            text.append(command.text).append("\r\n");
            sent.add(command);
        }
        if (first && !commands.isEmpty()) {
            begin();
        }
        return text.toString();
    }

    private void begin() {
        went = false;
        sent.element().begin.run();
    }

    void idle() throws IOException {
        idles = true;
        line.say("t" + (tags + 1) + " IDLE\r\n");
        sent.add(new Asked("IDLE"));
        begin();
    }

    /// Hears in time what happens while it idles.
    void hear() throws IOException {
        while (!agrees()) {
            line.settleHeard();
            String heard = line.heard();
            while (!heard.endsWith("\n")) {
                line.settleHeard();
                heard += line.heard();
            }
            learn(heard);
        }
    }

    void done() throws IOException {
        idles = false;
        line.say("DONE\r\n");
        learn(line.heard());
        assertThat(sent).isEmpty();
    }

    private static String withoutLiterals(String said) {
        var rest = new StringBuilder();
        int at = 0;
        for (var found = LITERAL.matcher(said); found.find(at); ) {
            rest.append(said, at, found.start());
            at = found.end() + Integer.parseInt(found.group(1));
        }
        return rest.append(said.substring(at)).toString();
    }

    private void learn(String heard) {
        for (String said : heard.split("\r\n", -1)) {
            if (!said.isEmpty()) {
                try {
                    learn(said, sent.isEmpty() ? new Asked("") : sent.element());
                } catch (AssertionError | RuntimeException failure) {
                    String what = sent.isEmpty() ? "nothing" : sent.element().text;
                    throw new AssertionError(
                            enabled + " asked " + what + ", heard " + said + " in\n" + heard,
                            failure);
                }
            }
        }
    }

    private void learn(String said, Asked command) {
        var tagged = TAGGED.matcher(said);
        if (tagged.matches()) {
            early.sort(Comparator.comparingInt(Believer::rank));
            early.forEach(line -> untagged(line, command));
            early.clear();
            assertThat(tagged.group(1)).isEqualTo("t" + ++tags);
            assertThat(tagged.group(2)).isEqualTo(command.outcome);
            code(said, command);
            if (command.outcome.equals("OK")) {
                highest = rumour;
            }
            if (went && qresync() && !command.text.startsWith("IDLE")) {
                // RFC 7162 §3.2.7, §3.2.9
                boolean removes = command.text.matches("(?s)(UID )?(EXPUNGE|MOVE|REPLACE)\\b.*");
                assertThat(said.contains(" OK [HIGHESTMODSEQ ")).isEqualTo(removes);
            }
            command.end.accept(command.answer);
            sent.remove();
            if (!sent.isEmpty()) {
                begin();
            }
        } else if (command.reopens) {
            early.add(said);
        } else {
            untagged(said, command);
        }
    }

    /// EXISTS, VANISHED (EARLIER) and FETCH of a mailbox that is being opened again belong
    /// together.
    private static int rank(String line) {
        return line.contains("UIDVALIDITY")
                ? 0
                : line.contains("VANISHED") ? 1 : line.contains(" EXISTS") ? 2 : 3;
    }

    private void untagged(String said, Asked command) {
        String[] words = said.split(" ", 4);
        assertThat(words[0]).isIn("*", "+");
        if (words[0].equals("+")) {
            assertThat(command.text).startsWith("IDLE");
            return;
        }
        if (Character.isDigit(words[1].charAt(0))) {
            counted(Integer.parseInt(words[1]), words[2], said, command);
            return;
        }
        switch (words[1]) {
            case "VANISHED" -> vanish(said, command);
            case "OK" -> code(said, command);
            case "SEARCH", "ESEARCH" -> search(said, command, "t" + (tags + 1));
            case "LIST", "STATUS" -> command.answer.data().add(said);
            case "FLAGS", "ENABLED" -> {}
            default -> throw new AssertionError("what is that?");
        }
    }

    private void code(String said, Asked command) {
        var code = CODE.matcher(said);
        if (!code.matches()) {
            return;
        }
        String text = code.group(1);
        command.answer.codes().add(text);
        if (text.startsWith("HIGHESTMODSEQ ")) {
            rumour = Long.parseLong(text.substring(14));
        } else if (text.startsWith("UIDVALIDITY ")) {
            long told = Long.parseLong(text.substring(12));
            if (command.reopens && uidValidity != told) {
                beliefs.clear();
            }
            uidValidity = told;
        }
        if (AFTER_SELECT.contains(text.split(" ", -1)[0])) {
            assertThat(command.text).matches("(SELECT|EXAMINE|CREATE) .*");
        }
    }
}
