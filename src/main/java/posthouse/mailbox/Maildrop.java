package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;

/// POP3's UPDATE (RFC 1939 §6): does what the account wants to become of messages that were
/// deleted, or retrieved and not deleted.
final class Maildrop {
    private final MailLimits limits;

    Maildrop(MailLimits limits) {
        this.limits = limits;
    }

    /// One action on some messages of INBOX.
    ///
    /// @param gone whether those that stay in INBOX leave the maildrop: what was deleted does, what
    ///   was only retrieved does not
    record Step(Pop3Policy.Action action, UidSet uids, boolean gone) {}

    /// What a policy makes of a session's end.
    static List<Step> steps(Pop3Policy policy, UidSet deleted, UidSet retrieved) {
        var steps = new ArrayList<Step>();
        if (!deleted.isEmpty()) {
            steps.add(new Step(policy.onDelete(), deleted, true));
        }
        UidSet kept = retrieved.minus(deleted);
        if (!kept.isEmpty() && policy.onRetrieve() != Pop3Policy.Action.KEEP) {
            steps.add(new Step(policy.onRetrieve(), kept, false));
        }
        return steps;
    }

    /// Takes a step, or as much of it as fits a commit.
    ///
    /// @return the page from which the rest is to be done; negative: nothing is left
    int apply(Draft draft, Step step, int from) throws MailRefusal {
        Box inbox = draft.withRole(Role.INBOX).orElseThrow(() -> noMailbox("INBOX"));
        return switch (step.action()) {
            case DELETE -> take(draft, inbox, step.uids(), from, null);
            case KEEP -> mark(draft, inbox, step, from, 0);
            case READ -> mark(draft, inbox, step, from, Flags.SEEN);
            case ARCHIVE -> take(draft, inbox, step.uids(), from, target(draft, Role.ARCHIVE));
            case TRASH -> take(draft, inbox, step.uids(), from, target(draft, Role.TRASH));
        };
    }

    /// Carries out all steps in one commit.
    ///
    /// @return false if they do not fit one: then the draft is void
    boolean applyAll(Draft draft, List<Step> steps) throws MailRefusal {
        for (Step step : steps) {
            if (apply(draft, step, 0) >= 0) {
                return false;
            }
        }
        return !Slices.full(draft);
    }

    private static MailRefusal.NoSuchMailbox noMailbox(String name) {
        return new MailRefusal.NoSuchMailbox(name);
    }

    /// The mailbox of that role; made again where it was deleted.
    private Box target(Draft draft, Role role) throws MailRefusal {
        var found = draft.withRole(role);
        return found.isPresent() ? found.get() : new Mailboxes(draft, limits).createFor(role);
    }

    /// Takes messages out of INBOX: to `target`, or to grace where that is null.
    private int take(
            Draft draft,
            Box inbox,
            UidSet uids,
            int from,
            @org.jspecify.annotations.Nullable Box target)
            throws MailRefusal {
        var removal = new Removal(draft, inbox.id());
        int next = -1;
        for (Page page : draft.pages(inbox.id(), uids, from, Slices.PAGES_MAX / 2 + 1)) {
            int shared = Sharing.count(removal.removed());
            if (removal.removed().size() + Page.UIDS > Expunging.PLACEMENTS_MAX
                    || draft.rowCount() + shared + 2 * Page.UIDS >= Slices.ROWS_MAX) {
                next = page.number();
                break;
            }
            removal.from(page, uids, (_, _) -> true);
        }
        removal.finish();
        if (removal.removed().isEmpty()) {
            return next;
        }
        if (target == null) {
            Grace.put(draft, inbox.state(), removal.removed());
        } else {
            move(draft, inbox, target, removal.removed());
        }
        return next;
    }

    private void move(Draft draft, Box inbox, Box target, List<Placement> moved)
            throws MailRefusal {
        var transfer = new Transfer(draft, inbox.state(), target, limits);
        for (Placement placement : moved) {
            Placement now = transfer.place(placement, bits -> bits | Placement.GONE_FROM_POP3);
            Sharing.move(draft, placement, inbox.id(), target.id(), now.uid());
        }
        transfer.finish();
    }

    /// Leaves messages where they are, with a flag and perhaps out of the maildrop.
    private int mark(Draft draft, Box inbox, Step step, int from, int flags) throws MailRefusal {
        int bits = step.gone() ? Placement.GONE_FROM_POP3 : 0;
        var counts = new Counts();
        int next = -1;
        int edited = 0;
        for (Page page : draft.pages(inbox.id(), step.uids(), from, Integer.MAX_VALUE)) {
            var editor = page.edit();
            page.forEachIn(
                    step.uids(),
                    i -> {
                        var _ = editor.addBits(i, bits);
                        mark(draft, inbox.id(), page, i, editor, counts, flags);
                    });
            if (editor.changed()) {
                draft.put(inbox.id(), editor.build());
                edited++;
            }
            if (edited == Slices.PAGES_MAX) {
                next = page.number() + 1;
                break;
            }
        }
        if (edited > 0) {
            draft.count(inbox.id(), counts, inbox.state().uidNext());
        }
        return next;
    }

    private static void mark(
            Draft draft,
            int mailbox,
            Page page,
            int index,
            Page.Editor editor,
            Counts counts,
            int flags) {
        Flags before = page.flags(index);
        if ((before.system() | flags) != before.system()) {
            var after = new Flags(before.system() | flags, before.keywords());
            counts.flags(before, after);
            var _ = editor.flags(index, after, draft.modSeq());
            draft.log().changed(mailbox, page.uid(index));
        }
    }
}
