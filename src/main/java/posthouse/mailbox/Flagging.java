package posthouse.mailbox;

import java.util.OptionalLong;

/// STORE: changes flags of placements (RFC 9051 §6.4.6), with UNCHANGEDSINCE (RFC 7162 §3.1.3).
final class Flagging {
    private final int mailbox;
    private final UidSet uids;
    private final FlagChange change;
    private final OptionalLong unchangedSince;
    private final MailLimits limits;

    Flagging(
            int mailbox,
            UidSet uids,
            FlagChange change,
            OptionalLong unchangedSince,
            MailLimits limits) {
        this.mailbox = mailbox;
        this.uids = uids;
        this.change = change;
        this.unchangedSince = unchangedSince;
        this.limits = limits;
    }

    /// What a slice did, and the page with which the next begins; negative: there is none.
    record Slice(UidSet changed, UidSet modified, int next) {}

    /// Changes the pages from `from` on, as many as fit.
    Slice apply(Draft draft, int from) throws MailRefusal {
        Box box = draft.box(mailbox);
        var table = new KeywordTable(box.state(), limits);
        Keywords keywords =
                change.mode() == FlagChange.Mode.REMOVE
                        ? table.knownPlaces(change.keywords())
                        : table.places(change.keywords());
        var made = new MadeFlags(change, keywords);
        var slice = new Work(draft);
        var pages = draft.pages(mailbox, uids, from, Slices.PAGES_MAX + 1);
        int next = -1;
        for (Page page : pages) {
            if (slice.pages == Slices.PAGES_MAX || Slices.full(draft)) {
                next = page.number();
                break;
            }
            slice.change(page, made);
        }
        if (table.hasGrown() && slice.changes > 0) {
            draft.put(box.with(table.in(box.state())));
            draft.log().mailbox(mailbox);
        }
        if (slice.changes > 0) {
            draft.count(mailbox, slice.counts, box.state().uidNext());
        }
        return new Slice(slice.changed.build(), slice.modified.build(), next);
    }

    /// One slice while it is made.
    private final class Work {
        private final Draft draft;
        private final Counts counts = new Counts();
        private final UidSet.Builder changed = new UidSet.Builder();
        private final UidSet.Builder modified = new UidSet.Builder();
        private int changes;
        private int pages;

        private Work(Draft draft) {
            this.draft = draft;
        }

        void change(Page page, MadeFlags made) throws MailRefusal {
            pages++;
            var editor = page.edit();
            page.forEachIn(uids, index -> change(page, index, editor, made));
            if (editor.changed()) {
                draft.put(mailbox, editor.build());
            }
        }

        private void change(Page page, int index, Page.Editor editor, MadeFlags made) {
            long uid = page.uid(index);
            if (unchangedSince.isPresent() && page.modSeq(index) > unchangedSince.getAsLong()) {
                modified.add(uid);
                return;
            }
            changed.add(uid);
            Flags before = page.flags(index);
            Flags after = made.of(before);
            if (!after.equals(before)) {
                changes++;
                counts.flags(before, after);
                editor.flags(index, after, draft.modSeq());
                draft.log().changed(mailbox, uid);
            }
        }
    }
}
