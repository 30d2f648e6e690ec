package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;

/// COPY (RFC 9051 §6.4.7): all or nothing.
final class Copying {
    private final int mailbox;
    private final UidSet uids;
    private final int target;
    private final MailLimits limits;

    Copying(int mailbox, UidSet uids, int target, MailLimits limits) {
        this.mailbox = mailbox;
        this.uids = uids;
        this.target = target;
        this.limits = limits;
    }

    /// Copies in one commit.
    ///
    /// @throws Draft.TooLarge if it does not fit one: see [LargeCopy]
    Copied apply(Draft draft) throws MailRefusal {
        Box source = draft.box(mailbox);
        Box into = draft.box(target);
        var pages = draft.pages(mailbox, uids, 0, Integer.MAX_VALUE);
        var from = chosen(pages);
        long bytes = from.stream().mapToLong(Placement::size).sum();
        Quota.check(draft.header(), draft.settings(), bytes, from.size());
        if (from.size() + 2 * pages.size() + 4 > Slices.ROWS_MAX) {
            throw new Draft.TooLarge();
        }
        var transfer = new Transfer(draft, source.state(), into, limits);
        for (Placement placement : from) {
            Placement copy = transfer.place(placement, bits -> bits | Placement.HAS_OTHERS);
            Sharing.add(draft, placement, mailbox, target, copy.uid());
        }
        markShared(draft, pages);
        transfer.finish();
        return new Copied(
                into.state().uidValidity(),
                from.stream().map(Placement::uid).toList(),
                transfer.uids());
    }

    private List<Placement> chosen(List<Page> pages) throws MailRefusal {
        var chosen = new ArrayList<Placement>();
        for (Page page : pages) {
            page.forEachIn(uids, index -> chosen.add(page.placement(index)));
        }
        return chosen;
    }

    private void markShared(Draft draft, List<Page> pages) throws MailRefusal {
        for (Page page : pages) {
            var editor = page.edit();
            page.forEachIn(uids, index -> editor.addBits(index, Placement.HAS_OTHERS));
            if (editor.changed()) {
                draft.put(mailbox, editor.build());
            }
        }
    }
}
