package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;

/// Takes placements out of a mailbox, for EXPUNGE, MOVE and POP3: pages, counts and log. What
/// becomes of them, the caller decides.
final class Removal {
    private final Draft draft;
    private final int mailbox;
    private final Counts counts = new Counts();
    private final List<Placement> removed = new ArrayList<>();

    Removal(Draft draft, int mailbox) {
        this.draft = draft;
        this.mailbox = mailbox;
    }

    /// Whether the placement at an index of a page goes.
    @FunctionalInterface
    interface Choice {
        boolean goes(Page page, int index);
    }

    /// Takes those of `uids` out of a page that `choice` picks.
    void from(Page page, UidSet uids, Choice choice) throws MailRefusal {
        var gone = new boolean[page.count()];
        int before = removed.size();
        page.forEachIn(
                uids,
                index -> {
                    if (choice.goes(page, index)) {
                        gone[index] = true;
                        remove(page, index);
                    }
                });
        if (removed.size() == before) {
            return;
        }
        var rest = new Page.Builder(page.number(), page.count());
        for (int i = 0; i < gone.length; i++) {
            if (!gone[i]) {
                rest.add(page, i);
            }
        }
        draft.put(mailbox, rest.build());
    }

    private void remove(Page page, int index) {
        Placement placement = page.placement(index);
        removed.add(placement);
        var _ = counts.remove(placement.flags(), placement.size());
        draft.log().vanished(mailbox, placement.uid());
    }

    /// What went, in order of UIDs.
    List<Placement> removed() {
        return removed;
    }

    UidSet uids() {
        var uids = new UidSet.Builder();
        removed.forEach(placement -> uids.add(placement.uid()));
        return uids.build();
    }

    /// Puts the counts right, once all is taken out.
    void finish() throws MailRefusal.NoSuchMailbox {
        if (!removed.isEmpty()) {
            draft.count(mailbox, counts, draft.box(mailbox).state().uidNext());
        }
    }
}
