package posthouse.mailbox;

import java.util.List;

/// MOVE (RFC 6851): each message is in one of the two mailboxes at every moment. Many take several
/// commits, which RFC 6851 §3.3 allows.
final class Moving {
    /// Placements that move in one commit: those with others take a row each.
    static final int PLACEMENTS_MAX = 8_000;

    private final int mailbox;
    private final UidSet uids;
    private final int target;
    private final MailLimits limits;

    Moving(int mailbox, UidSet uids, int target, MailLimits limits) {
        this.mailbox = mailbox;
        this.uids = uids;
        this.target = target;
        this.limits = limits;
    }

    /// What a slice did, and the page with which the next begins; negative: there is none.
    record Slice(Copied copied, int next) {}

    /// @param from the first page
    /// @param end only UIDs below this one move: in a move into the mailbox itself, those that it
    ///   has made are not moved again
    Slice apply(Draft draft, int from, long end) throws MailRefusal {
        Box source = draft.box(mailbox);
        Box into = draft.box(target);
        var removal = new Removal(draft, mailbox);
        int next = -1;
        int shared = 0;
        for (Page page : draft.pages(mailbox, uids, from, Slices.PAGES_MAX / 2 + 1)) {
            int before = removal.removed().size();
            if (draft.rowCount() >= Slices.PAGES_MAX / 2
                    || shared + 2 * Page.UIDS >= Slices.ROWS_MAX
                    || before >= PLACEMENTS_MAX) {
                next = page.number();
                break;
            }
            removal.from(page, uids, (p, i) -> p.uid(i) < end);
            shared += Sharing.count(removal.removed().subList(before, removal.removed().size()));
        }
        removal.finish();
        return new Slice(transfer(draft, source, into, removal.removed()), next);
    }

    private Copied transfer(Draft draft, Box source, Box into, List<Placement> moved)
            throws MailRefusal {
        var transfer = new Transfer(draft, source.state(), into, limits);
        for (Placement placement : moved) {
            Placement now = transfer.place(placement, bits -> bits);
            Sharing.move(draft, placement, mailbox, target, now.uid());
        }
        transfer.finish();
        return new Copied(
                into.state().uidValidity(),
                moved.stream().map(Placement::uid).toList(),
                transfer.uids());
    }
}
