package posthouse.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Puts placements of messages that are there already behind the last of a mailbox: the receiving
/// end of COPY and MOVE.
final class Transfer {
    private final Draft draft;
    private final Box target;
    private final KeywordTable table;
    private final List<String> names;
    private final Counts counts = new Counts();
    private final List<Placement> placed = new ArrayList<>();
    private final long first;

    /// @param source whose keyword table the placements go by
    Transfer(Draft draft, MailboxState source, Box target, MailLimits limits) {
        this.draft = draft;
        this.target = target;
        names = source.keywords();
        table = new KeywordTable(target.state(), limits);
        first = target.state().uidNext();
    }

    /// The placement as it will be in the target.
    ///
    /// @param bits what becomes of its bits
    Placement place(Placement from, IntUnaryOperator bits) throws MailRefusal {
        long uid = first + placed.size();
        Uids.checkRoom(uid, 1);
        var now = copy(from, uid, names, table, draft, bits.applyAsInt(from.bits()));
        placed.add(now);
        var _ = counts.add(now.flags(), now.size());
        return now;
    }

    /// A message's further placement, as COPY makes it.
    static Placement copy(
            Placement from, long uid, MailboxState source, KeywordTable table, Draft draft)
            throws MailRefusal.OverLimit {
        int bits = from.bits() | Placement.HAS_OTHERS;
        return copy(from, uid, source.keywords(), table, draft, bits);
    }

    private static Placement copy(
            Placement from, long uid, List<String> names, KeywordTable table, Draft draft, int bits)
            throws MailRefusal.OverLimit {
        var wanted = from.flags().keywords().indices().mapToObj(i -> Format.at(names, i)).toList();
        Keywords keywords = wanted.isEmpty() ? Keywords.NONE : table.places(wanted);
        return new Placement(
                uid,
                new Flags(from.flags().system(), keywords),
                draft.modSeq(),
                draft.modSeq(),
                from.internalDate(),
                Instant.ofEpochSecond(draft.seconds()),
                from.size(),
                from.messageId(),
                from.threadId(),
                bits);
    }

    List<Long> uids() {
        return placed.stream().map(Placement::uid).toList();
    }

    /// Writes pages, counts and log.
    void finish() throws MailRefusal.NoSuchMailbox {
        if (placed.isEmpty()) {
            return;
        }
        writePages();
        if (table.hasGrown()) {
            Box now = draft.box(target.id());
            draft.put(now.with(table.in(now.state())));
            draft.log().mailbox(target.id());
        }
        draft.count(target.id(), counts, first + placed.size());
        draft.log().created(target.id(), first, first + placed.size() - 1);
    }

    private void writePages() {
        int at = 0;
        while (at < placed.size()) {
            int number = Page.numberOf(placed.get(at).uid());
            var page = new Page.Builder(number, Page.UIDS);
            Page before = draft.page(target.id(), number);
            if (before != null) {
                page.addAll(before);
            }
            while (at < placed.size() && Page.numberOf(placed.get(at).uid()) == number) {
                page.add(placed.get(at++));
            }
            draft.put(target.id(), page.build());
        }
    }
}
