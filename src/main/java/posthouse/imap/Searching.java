package posthouse.imap;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import posthouse.mailbox.Account;
import posthouse.mailbox.UidSet;
import posthouse.mailbox.View;

/// SEARCH and UID SEARCH (RFC 3501 §6.4.4, RFC 9051 §6.4.4; RFC 4731, RFC 5182, RFC 9394).
///
/// The keys are first made into a test for this mailbox, the cheap ones of a conjunction in front;
/// then each message is asked.
final class Searching {
    /// Says whether a message is found.
    private interface Test {
        boolean found(Candidate candidate) throws IOException;
    }

    /// What a key must look at, the cheapest first.
    private enum Cost {
        PLACEMENT,
        ENVELOPE,
        HEADER,
        CONTENT
    }

    /// Messages that are looked at from the end at once, where the last ones are enough.
    private static final int CHUNK = 128;

    private final Account account;
    private final Selected selected;
    private final View view;
    private final Instant now;
    private final InProgress progress;

    /// @param now for the keys of RFC 5032
    /// @param progress is told of each message that is looked at
    Searching(Account account, Selected selected, Instant now, InProgress progress) {
        this.account = account;
        this.selected = selected;
        this.now = now;
        this.progress = progress;
        view = selected.view();
    }

    /// @param tag of the command, for an ESEARCH response
    void run(String tag, ImapCommand.Search command, ImapWriter writer)
            throws IOException, SyntaxError, Refused {
        if (command.charset() && selected.enabled().utf8Accept()) {
            throw new SyntaxError(
                    "behind ENABLE UTF8=ACCEPT a search has no charset"); // RFC 6855 §3
        }
        boolean modSeq = asksForModSeq(command.key(), writer);
        if (command.returns().isEmpty() && !selected.enabled().imap4rev2()) {
            long[] all = find(command.key());
            var highest = modSeq ? highest(all) : OptionalLong.empty();
            writer.search(Arrays.stream(named(all, command.uid())), highest);
            return;
        }
        SearchReturn returns = command.returns().orElse(SearchReturn.ALL); // RFC 9051 §6.4.4
        long[] found =
                returns.save() ? findAndSave(command.key(), returns) : find(command.key(), returns);
        if (returns.tells()) {
            var data = new ArrayList<>(returns.data(named(found, command.uid())));
            if (modSeq) {
                highest(returns.saved(found)).ifPresent(it -> data.add("MODSEQ " + it));
            }
            writer.esearch(tag, command.uid(), data);
        }
    }

    /// Whether mod-sequences are searched, which turns CONDSTORE on (RFC 7162 §3.1).
    boolean asksForModSeq(SearchKey key, ImapWriter writer) throws IOException {
        boolean modSeq = SearchKey.has(key, it -> it instanceof SearchKey.ModSeq);
        if (modSeq) {
            selected.turnCondstoreOn(writer);
        }
        return modSeq;
    }

    /// `$` in the key is what was saved before; where this ends in NO, nothing is saved (RFC 5182
    /// §2.1).
    private long[] findAndSave(SearchKey key, SearchReturn returns) throws IOException, Refused {
        UidSet saved = UidSet.EMPTY;
        try {
            long[] found = find(key, returns);
            saved = UidSet.of(named(returns.saved(found), true));
            return found;
        } finally {
            selected.save(saved);
        }
    }

    /// The highest mod-sequence of those that are told (RFC 7162 §3.1.6, RFC 4731 §3.2).
    OptionalLong highest(long[] numbers) {
        return Arrays.stream(numbers).map(number -> view.placement((int) number).modSeq()).max();
    }

    /// For who goes on with what was found.
    InProgress progress() {
        return progress;
    }

    /// The sequence numbers of the messages that are found, ascending.
    long[] find(SearchKey key) throws IOException, Refused {
        var found = LongStream.builder();
        find(test(key), 1, view.size(), found);
        return found.build().toArray();
    }

    /// The same, but only as far as the answer needs them.
    private long[] find(SearchKey key, SearchReturn returns) throws IOException, Refused {
        int front = returns.enoughFromFront();
        int end = returns.enoughFromEnd();
        if (front == Integer.MAX_VALUE && end == Integer.MAX_VALUE) {
            return find(key);
        }
        Test test = test(key);
        var found = new ArrayDeque<Long>();
        if (front < Integer.MAX_VALUE) {
            for (int from = 1; from <= view.size() && found.size() < front; from += CHUNK) {
                found.addAll(chunk(test, from, Math.min(from + CHUNK - 1, view.size())));
            }
        } else {
            for (int to = view.size(); to >= 1 && found.size() < end; to -= CHUNK) {
                chunk(test, Math.max(to - CHUNK + 1, 1), to).reversed().forEach(found::addFirst);
            }
        }
        return found.stream().mapToLong(Long::longValue).toArray();
    }

    private List<Long> chunk(Test test, int from, int to) throws IOException {
        var found = LongStream.builder();
        find(test, from, to, found);
        return found.build().boxed().toList();
    }

    private void find(Test test, int from, int to, LongStream.Builder found) throws IOException {
        view.forEach(
                from,
                to,
                (number, placement) -> {
                    progress.step();
                    if (test.found(new Candidate(account, number, placement))) {
                        found.add(number);
                    }
                });
    }

    private long[] named(long[] numbers, boolean uid) {
        return uid
                ? Arrays.stream(numbers).map(number -> view.uid((int) number)).toArray()
                : numbers;
    }

    private Test test(SearchKey key) throws Refused {
        checkDecodable(key);
        return made(key);
    }

    private static void checkDecodable(SearchKey key) throws Refused {
        if (key instanceof SearchKey.Undecodable) {
            throw new Refused("BADCHARSET (US-ASCII UTF-8)", "that charset is not known here");
        }
    }

    private Test made(SearchKey key) {
        return switch (key) {
            case SearchKey.And(var keys) -> all(keys);
            case SearchKey.Or(var one, var other) -> {
                Test left = made(one);
                Test right = made(other);
                yield it -> left.found(it) || right.found(it);
            }
            case SearchKey.Not(var negated) -> {
                Test test = made(negated);
                yield it -> !test.found(it);
            }
            case SearchKey.Numbers(var numbers) -> {
                UidSet meant = selected.meant(numbers, false);
                yield it -> meant.contains(it.number());
            }
            case SearchKey.Uids(var uids) -> {
                UidSet meant = selected.meant(uids, true);
                yield it -> meant.contains(it.number());
            }
            case SearchKey.HasFlag(int flag) -> it -> it.placement().flags().has(flag);
            case SearchKey.HasKeyword(var keyword) -> keyword(keyword);
            case SearchKey.ModSeq(long modSeq) -> it -> it.placement().modSeq() >= modSeq;
            case SearchKey.Recent _ -> it -> view.recent(it.placement().uid());
            case SearchKey.Arrived(var days) -> it -> days.has(day(it.placement().internalDate()));
            case SearchKey.Saved(var days) -> it -> days.has(day(it.placement().saveDate()));
            case SearchKey.Older(long seconds) -> {
                Instant from = now.minusSeconds(seconds);
                yield it -> !it.placement().internalDate().isAfter(from);
            }
            case SearchKey.Younger(long seconds) -> {
                Instant from = now.minusSeconds(seconds);
                yield it -> !it.placement().internalDate().isBefore(from);
            }
            case SearchKey.EmailId(var id) -> it -> id.equals(ObjectId.email(it.placement()));
            case SearchKey.ThreadId(var id) -> it -> id.equals(ObjectId.thread(it.placement()));
            case SearchKey.Undecodable _ -> throw new AssertionError("refused before");
            case SearchKey.Sent(var days) -> it -> it.sent().filter(days::has).isPresent();
            case SearchKey.Larger(long octets) -> it -> it.placement().size() > octets;
            case SearchKey.Smaller(long octets) -> it -> it.placement().size() < octets;
            case SearchKey.Addresses(var field, var text) -> {
                var needle = new Needle(text);
                yield it -> it.hasInAddresses(field, needle);
            }
            case SearchKey.Subject(var text) -> {
                var needle = new Needle(text);
                yield it -> it.hasInSubject(needle);
            }
            case SearchKey.Header(var field, var text) -> {
                var needle = new Needle(text);
                yield it -> it.hasInHeader(field, needle);
            }
            case SearchKey.Body(var text) -> {
                var needle = new Needle(text);
                yield it -> it.hasInBody(needle);
            }
            case SearchKey.Text(var text) -> {
                var needle = new Needle(text);
                yield it -> it.hasInText(needle);
            }
        };
    }

    private Test all(List<SearchKey> keys) {
        List<Test> tests =
                keys.stream()
                        .sorted(Comparator.comparing(Searching::cost))
                        .map(this::made)
                        .toList();
        return it -> {
            for (Test test : tests) {
                if (!test.found(it)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Cost cost(SearchKey key) {
        return switch (key) {
            case SearchKey.And(var keys) ->
                    keys.stream()
                            .map(Searching::cost)
                            .max(Comparator.naturalOrder())
                            .orElse(Cost.PLACEMENT);
            case SearchKey.Or(var one, var other) -> {
                Cost left = cost(one);
                Cost right = cost(other);
                yield left.compareTo(right) > 0 ? left : right;
            }
            case SearchKey.Not(var negated) -> cost(negated);
            case SearchKey.Sent _, SearchKey.Addresses _, SearchKey.Subject _ -> Cost.ENVELOPE;
            case SearchKey.Header _ -> Cost.HEADER;
            case SearchKey.Body _, SearchKey.Text _ -> Cost.CONTENT;
            case SearchKey.Numbers _,
                    SearchKey.Uids _,
                    SearchKey.HasFlag _,
                    SearchKey.HasKeyword _,
                    SearchKey.Recent _,
                    SearchKey.ModSeq _,
                    SearchKey.Arrived _,
                    SearchKey.Saved _,
                    SearchKey.Older _,
                    SearchKey.Younger _,
                    SearchKey.EmailId _,
                    SearchKey.ThreadId _,
                    SearchKey.Undecodable _,
                    SearchKey.Larger _,
                    SearchKey.Smaller _ ->
                    Cost.PLACEMENT;
        };
    }

    private Test keyword(String name) {
        var table = view.mailbox().keywords();
        for (int index = 0; index < table.size(); index++) {
            if (table.get(index).equalsIgnoreCase(name)) {
                int known = index;
                return it -> it.placement().flags().keywords().has(known);
            }
        }
        return _ -> false;
    }

    /// Dates are told in UTC, so their day is that of UTC.
    private static LocalDate day(Instant date) {
        return LocalDate.ofInstant(date, ZoneOffset.UTC);
    }
}
