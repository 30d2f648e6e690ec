package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import posthouse.store.StoreFailure;

/// A COPY of so many that it takes several commits, and still happens all or not at all (DESIGN
/// rule 9, RFC 9051 §6.4.7): pages are written at UIDs from UIDNEXT on, where nobody sees them, and
/// a last commit moves UIDNEXT. Meanwhile changes to the target, and only they, wait. What has been
/// expunged from the source before its turn comes is not copied.
final class LargeCopy {
    /// Messages in one commit: each takes a row `r/…`.
    private static final int MESSAGES_MAX = 256;

    private final Ledger ledger;
    private final int mailbox;
    private final UidSet uids;
    private final int target;
    private final MailLimits limits;
    private final SortedMap<Integer, Page> pages = new TreeMap<>();
    private final Counts counts = new Counts();
    private final List<Long> sources = new ArrayList<>();
    private final List<Long> targets = new ArrayList<>();
    private List<String> keywords = List.of();

    LargeCopy(Ledger ledger, int mailbox, UidSet uids, int target, MailLimits limits) {
        this.ledger = ledger;
        this.mailbox = mailbox;
        this.uids = uids;
        this.target = target;
        this.limits = limits;
    }

    Copied run() throws MailRefusal {
        ledger.begin(target, this);
        boolean done = false;
        try {
            long end = ledger.run(this::check, this);
            for (long from = 1; from > 0; ) {
                long start = from;
                var part = ledger.run(draft -> prepare(draft, start, end), this);
                take(part);
                from = part.next();
            }
            long uidValidity = ledger.run(this::show, this);
            done = true;
            return new Copied(uidValidity, sources, targets);
        } finally {
            if (!done) {
                takeBack();
            }
            ledger.end(target, this);
        }
    }

    /// Checks quota and room first.
    ///
    /// @return the UID below which messages are copied
    private long check(Draft draft) throws MailRefusal {
        long bytes = 0;
        int count = 0;
        for (Page page : draft.pages(mailbox, uids, 0, Integer.MAX_VALUE)) {
            for (int i = 0; i < page.count(); i++) {
                if (uids.contains(page.uid(i))) {
                    bytes += page.size(i);
                    count++;
                }
            }
        }
        Quota.check(draft.header(), draft.settings(), bytes, count);
        Uids.checkRoom(draft.box(target).state().uidNext(), count);
        keywords = draft.box(target).state().keywords();
        return draft.box(mailbox).state().uidNext();
    }

    /// What one commit prepared; `next` is the UID to go on with, 0 where there is none.
    private record Part(
            List<Long> sources,
            List<Placement> placements,
            SortedMap<Integer, Page> pages,
            List<String> keywords,
            long next) {}

    private Part prepare(Draft draft, long from, long end) throws MailRefusal {
        Box source = draft.box(mailbox);
        Box into = draft.box(target);
        var table = new KeywordTable(States.keywords(into.state(), keywords), limits);
        var prepared = new TreeMap<Integer, Page>();
        var chosen = choose(draft, from, end, prepared);
        var placed = new ArrayList<Placement>();
        long uid = into.state().uidNext() + targets.size();
        for (Placement placement : chosen) {
            if (placed.size() == MESSAGES_MAX) {
                break;
            }
            Sharing.add(draft, placement, mailbox, target, uid);
            placed.add(Transfer.copy(placement, uid++, source.state(), table, draft));
        }
        write(draft, placed, prepared);
        draft.put(into.prepared(uid));
        return new Part(
                chosen.stream().limit(placed.size()).map(Placement::uid).toList(),
                placed,
                prepared,
                table.in(into.state()).keywords(),
                chosen.size() > placed.size() ? chosen.get(placed.size()).uid() : 0);
    }

    /// One more than fits a commit, and the source marked that its messages have others.
    ///
    /// @param prepared gets the page in which a mailbox's own copies begin: its row has them
    ///   already
    private List<Placement> choose(
            Draft draft, long from, long end, SortedMap<Integer, Page> prepared)
            throws MailRefusal {
        var chosen = new ArrayList<Placement>();
        UidSet rest = uids.within(from, end - 1);
        int first = Page.numberOf(from);
        for (Page page : draft.pages(mailbox, rest, first, MESSAGES_MAX + 1)) {
            Page own = mailbox == target ? pages.get(page.number()) : null;
            var editor = own == null ? page.edit() : own.edit();
            page.forEachIn(
                    rest,
                    i -> {
                        if (chosen.size() <= MESSAGES_MAX) {
                            chosen.add(page.placement(i));
                        }
                        if (chosen.size() <= MESSAGES_MAX) {
                            var _ = editor.addBits(i, Placement.HAS_OTHERS);
                        }
                    });
            if (editor.changed() && own == null) {
                draft.put(mailbox, editor.build());
            } else if (editor.changed()) {
                prepare(draft, editor.build(), prepared);
            }
            if (chosen.size() > MESSAGES_MAX) {
                break;
            }
        }
        return chosen;
    }

    /// Writes rows of pages that memory does not show.
    private void write(Draft draft, List<Placement> placed, SortedMap<Integer, Page> prepared) {
        for (int at = 0; at < placed.size(); ) {
            int number = Page.numberOf(placed.get(at).uid());
            var page = new Page.Builder(number, Page.UIDS);
            Page before = prepared.get(number);
            if (before == null) {
                before = pages.containsKey(number) ? pages.get(number) : draft.page(target, number);
            }
            if (before != null) {
                page.addAll(before);
            }
            while (at < placed.size() && Page.numberOf(placed.get(at).uid()) == number) {
                page.add(placed.get(at++));
            }
            prepare(draft, page.build(), prepared);
        }
    }

    private void prepare(Draft draft, Page page, SortedMap<Integer, Page> prepared) {
        prepared.put(page.number(), page);
        draft.put(Keys.page(target, page.number()), PageCodec.encode(page));
    }

    private void take(Part part) {
        sources.addAll(part.sources());
        pages.putAll(part.pages());
        keywords = part.keywords();
        for (Placement placement : part.placements()) {
            targets.add(placement.uid());
            var _ = counts.add(placement.flags(), placement.size());
        }
    }

    /// The last commit: everything becomes visible.
    private long show(Draft draft) throws MailRefusal {
        Box into = draft.box(target);
        long uidNext = into.state().uidNext();
        draft.put(into.with(States.keywords(into.state(), keywords)).prepared(0));
        if (!targets.isEmpty()) {
            draft.count(target, counts, uidNext + targets.size());
            draft.log().created(target, uidNext, uidNext + targets.size() - 1);
        }
        pages.values().forEach(page -> draft.adopt(target, page));
        return into.state().uidValidity();
    }

    private void takeBack() {
        try {
            while (ledger.run(this::takeBackSome, this)) {
                // one page at a time
            }
        } catch (MailRefusal | StoreFailure _) {
            // It is taken back when the account is next loaded.
        }
    }

    private boolean takeBackSome(Draft draft) {
        @Nullable Box box = draft.anyBox(target);
        if (box == null || box.preparedTo() == 0) {
            return false;
        }
        Recovery.takeBack(draft, box);
        return true;
    }
}
