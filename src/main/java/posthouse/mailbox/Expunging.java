package posthouse.mailbox;

/// EXPUNGE and UID EXPUNGE: placements with \Deleted go into grace (RFC 9051 §6.4.3, §6.4.9).
final class Expunging {
    /// Placements that go in one commit: their grace rows must fit it.
    static final int PLACEMENTS_MAX = 4_000;

    private final int mailbox;
    private final UidSet uids;

    Expunging(int mailbox, UidSet uids) {
        this.mailbox = mailbox;
        this.uids = uids;
    }

    /// What a slice did, and the page with which the next begins; negative: there is none.
    record Slice(UidSet gone, int next) {}

    /// Puts one message into grace, whatever its flags.
    ///
    /// @return whether it was there
    static boolean one(Draft draft, int mailbox, long uid) throws MailRefusal {
        Box box = draft.box(mailbox);
        var uids = UidSet.range(uid, uid);
        var removal = new Removal(draft, mailbox);
        for (Page page : draft.pages(mailbox, uids, 0, 1)) {
            removal.from(page, uids, (_, _) -> true);
        }
        removal.finish();
        if (!removal.removed().isEmpty()) {
            Grace.put(draft, box.state(), removal.removed());
        }
        return !removal.removed().isEmpty();
    }

    Slice apply(Draft draft, int from) throws MailRefusal {
        Box box = draft.box(mailbox);
        if (box.state().deleted() == 0) {
            return new Slice(UidSet.EMPTY, -1);
        }
        var removal = new Removal(draft, mailbox);
        int next = -1;
        int shared = 0;
        int pages = 0;
        for (Page page : draft.pages(mailbox, uids, from, Slices.PAGES_MAX + 1)) {
            int before = removal.removed().size();
            if (pages++ == Slices.PAGES_MAX
                    || before >= PLACEMENTS_MAX
                    || draft.rowCount() + shared + Page.UIDS >= Slices.ROWS_MAX) {
                next = page.number();
                break;
            }
            removal.from(page, uids, (p, i) -> p.flags(i).has(Flags.DELETED));
            shared += Sharing.count(removal.removed().subList(before, removal.removed().size()));
        }
        if (!removal.removed().isEmpty()) {
            removal.finish();
            Grace.put(draft, box.state(), removal.removed());
        }
        return new Slice(removal.uids(), next);
    }
}
