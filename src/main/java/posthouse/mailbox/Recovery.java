package posthouse.mailbox;

import posthouse.store.Row;

/// Ends what was begun in several commits and not finished: a large copy is taken back, a POP3
/// update is carried on.
final class Recovery {
    private final MailLimits limits;

    Recovery(MailLimits limits) {
        this.limits = limits;
    }

    /// Does a part of the work, as much as fits a commit.
    ///
    /// @return whether there is more to do
    boolean step(Draft draft) throws MailRefusal {
        for (Box box : draft.allBoxes()) {
            if (box.preparedTo() != 0) {
                takeBack(draft, box);
                return true;
            }
        }
        return carryOn(draft);
    }

    /// Takes back the last page of a large copy into a mailbox (DESIGN rule 9).
    static void takeBack(Draft draft, Box box) {
        long uidNext = box.state().uidNext();
        long last = box.preparedTo() - 1;
        int number = Page.numberOf(last);
        Page page = last < uidNext ? null : draft.loader().wholePage(box.id(), number);
        if (page != null) {
            for (int i = page.firstAtOrAfter(uidNext); i < page.count(); i++) {
                unshare(draft, box.id(), page.messageId(i), page.uid(i));
            }
            Page rest = page.below(uidNext);
            var key = Keys.page(box.id(), number);
            if (rest.isEmpty()) {
                draft.delete(key);
            } else {
                draft.put(key, PageCodec.encode(rest));
            }
        }
        long to = Math.max(Page.firstUid(number), uidNext);
        draft.put(box.prepared(to == uidNext ? 0 : to));
    }

    private static void unshare(Draft draft, int mailbox, long message, long uid) {
        Sharing.of(draft, message)
                .ifPresent(others -> Sharing.put(draft, message, others.without(mailbox, uid)));
    }

    private boolean carryOn(Draft draft) throws MailRefusal {
        var begun = draft.loader().first(Keys.INTENTS);
        if (begun.isEmpty()) {
            return false;
        }
        Row row = begun.get();
        var step = draft.loader().reading(row, Intent::decode);
        if (new Maildrop(limits).apply(draft, step, 0) < 0) {
            draft.delete(row.key());
        }
        return true;
    }
}
