package posthouse.imap;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import posthouse.mailbox.Account;
import posthouse.mailbox.UidSet;
import posthouse.mailbox.View;

/// SEARCH and UID SEARCH (RFC 3501 §6.4.4).
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
        HEADER,
        CONTENT
    }

    private final Account account;
    private final View view;

    Searching(Account account, Selected selected) {
        this.account = account;
        view = selected.view();
    }

    /// Sequence numbers, or UIDs for UID SEARCH, ascending.
    LongStream run(ImapCommand.Search command) throws IOException {
        Test test = test(command.key());
        var found = LongStream.builder();
        view.forEach(
                1,
                view.size(),
                (number, placement) -> {
                    if (test.found(new Candidate(account, number, placement))) {
                        found.add(command.uid() ? placement.uid() : number);
                    }
                });
        return found.build();
    }

    private Test test(SearchKey key) {
        return switch (key) {
            case SearchKey.And(var keys) -> all(keys);
            case SearchKey.Or(var one, var other) -> {
                Test left = test(one);
                Test right = test(other);
                yield it -> left.found(it) || right.found(it);
            }
            case SearchKey.Not(var negated) -> {
                Test test = test(negated);
                yield it -> !test.found(it);
            }
            case SearchKey.Numbers(var numbers) -> {
                UidSet meant = numbers.resolve(view.size());
                yield it -> meant.contains(it.number());
            }
            case SearchKey.Uids(var uids) -> {
                UidSet meant = uids.resolve(view.size() == 0 ? 0 : view.uid(view.size()));
                yield it -> meant.contains(it.placement().uid());
            }
            case SearchKey.HasFlag(int flag) -> it -> it.placement().flags().has(flag);
            case SearchKey.HasKeyword(var keyword) -> keyword(keyword);
            case SearchKey.Recent _ -> it -> view.recent(it.placement().uid());
            case SearchKey.Arrived(var days) -> it -> days.has(arrived(it));
            case SearchKey.Sent(var days) -> it -> it.sent().filter(days::has).isPresent();
            case SearchKey.Larger(long octets) -> it -> it.placement().size() > octets;
            case SearchKey.Smaller(long octets) -> it -> it.placement().size() < octets;
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
                        .map(this::test)
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
            case SearchKey.Sent _, SearchKey.Header _ -> Cost.HEADER;
            case SearchKey.Body _, SearchKey.Text _ -> Cost.CONTENT;
            case SearchKey.Numbers _,
                    SearchKey.Uids _,
                    SearchKey.HasFlag _,
                    SearchKey.HasKeyword _,
                    SearchKey.Recent _,
                    SearchKey.Arrived _,
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

    /// INTERNALDATE is told in UTC, so its day is that of UTC.
    private static LocalDate arrived(Candidate candidate) {
        return LocalDate.ofInstant(candidate.placement().internalDate(), ZoneOffset.UTC);
    }
}
