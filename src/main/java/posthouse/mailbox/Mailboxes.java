package posthouse.mailbox;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CREATE, DELETE, RENAME and SUBSCRIBE (RFC 9051 §6.3.4 to §6.3.7), on a draft.
final class Mailboxes {
    /// Mailboxes directly below one that is deleted or renamed: their rows change in one commit.
    static final int CHILDREN_MAX = 300;

    /// What the mailbox of a role is called when it is made.
    private static final Map<Role, String> NAMES =
            Map.of(
                    Role.INBOX, "INBOX",
                    Role.DRAFTS, "Drafts",
                    Role.SENT, "Sent",
                    Role.JUNK, "Junk",
                    Role.TRASH, "Trash",
                    Role.ARCHIVE, "Archive");

    private final Draft draft;
    private final MailLimits limits;

    Mailboxes(Draft draft, MailLimits limits) {
        this.draft = draft;
        this.limits = limits;
    }

    /// A mailbox for each role, all subscribed, in an account that has none.
    void createAll() {
        for (Role role : Role.values()) {
            var name = new MailboxName(java.util.Objects.requireNonNull(NAMES.get(role)));
            add(name, Optional.of(role), 0, true);
        }
    }

    /// The mailbox for a role that has none: by its usual name, also where another has that name
    /// already, which then gets the role.
    Box createFor(Role role) throws MailRefusal {
        var name = new MailboxName(java.util.Objects.requireNonNull(NAMES.get(role)));
        var taken = draft.named(name);
        if (taken.isEmpty()) {
            checkCount(1);
            return add(name, Optional.of(role), 0, true);
        }
        MailboxState s = taken.get().state();
        Box now = taken.get().with(States.inRole(s, Optional.of(role)));
        draft.put(now);
        draft.log().mailbox(now.id());
        return now;
    }

    Box create(MailboxName name) throws MailRefusal {
        if (draft.named(name).isPresent()) {
            throw new MailRefusal.MailboxExists(name.name());
        }
        return ensure(name);
    }

    /// The mailbox of that name, made with the levels above it where it is missing.
    private Box ensure(MailboxName name) throws MailRefusal {
        var there = draft.named(name);
        if (there.isPresent()) {
            return there.get();
        }
        checkCount(1);
        return add(name, Optional.empty(), parentOf(name), false);
    }

    private int parentOf(MailboxName name) throws MailRefusal {
        var parent = name.parent();
        return parent.isEmpty() ? 0 : ensure(parent.get()).id();
    }

    private Box add(MailboxName name, Optional<Role> role, int parent, boolean subscribed) {
        Header header = draft.header();
        long validity = Math.max(draft.seconds(), header.lastUidValidity() + 1);
        int id = header.nextMailbox();
        draft.put(header.mailboxTaken(validity));
        Box box = Box.empty(id, name, role, parent, validity, draft.modSeq());
        box = box.with(States.subscribed(box.state(), subscribed));
        draft.put(box);
        draft.log().mailbox(id);
        return box;
    }

    private void checkCount(int more) throws MailRefusal.OverLimit {
        if (draft.allBoxes().size() + more > limits.mailboxes()) {
            throw new MailRefusal.OverLimit(
                    "an account has at most " + limits.mailboxes() + " mailboxes");
        }
    }

    private Box find(MailboxName name) throws MailRefusal.NoSuchMailbox {
        return draft.named(name).orElseThrow(() -> new MailRefusal.NoSuchMailbox(name.name()));
    }

    void delete(MailboxName name) throws MailRefusal {
        if (name.isInbox()) {
            throw new MailRefusal.Forbidden("INBOX cannot be deleted");
        }
        Box box = find(name);
        var children = childrenOf(box);
        MailboxState state = box.state();
        draft.put(box.deleted(draft.seconds()));
        Header header = draft.header();
        draft.put(
                header.used(-state.bytes(), -state.messages())
                        .inGrace(state.bytes(), state.messages()));
        draft.log().mailbox(box.id());
        if (!children.isEmpty()) {
            Box instead = add(name, Optional.empty(), box.parent(), false);
            children.forEach(child -> reparent(child, instead.id()));
        }
    }

    /// The mailboxes directly below.
    private List<Box> childrenOf(Box box) throws MailRefusal.OverLimit {
        var children = draft.allBoxes().stream().filter(b -> b.parent() == box.id()).toList();
        if (children.size() > CHILDREN_MAX) {
            throw new MailRefusal.OverLimit(
                    "a mailbox with more than "
                            + CHILDREN_MAX
                            + " others directly below it cannot go");
        }
        return children;
    }

    private void reparent(Box child, int parent) {
        draft.put(child.moved(child.state().name(), parent));
    }

    void rename(MailboxName from, MailboxName to) throws MailRefusal {
        if (from.isInbox() || to.isInbox()) {
            throw new MailRefusal.Forbidden("INBOX stays where it is");
        }
        if (to.isBelow(from)) {
            throw new MailRefusal.Forbidden("a mailbox cannot be moved below itself");
        }
        Box box = find(from);
        if (draft.named(to).isPresent()) {
            throw new MailRefusal.MailboxExists(to.name());
        }
        checkNames(from, to);
        int parent = parentOf(to);
        draft.put(draft.box(box.id()).moved(to, parent));
        draft.log().mailbox(box.id());
        for (Box below : draft.allBoxes()) {
            if (below.state().name().isBelow(from) && below.id() != box.id()) {
                var name = to.name() + below.state().name().name().substring(from.name().length());
                draft.putRenamed(below.moved(new MailboxName(name), below.parent()));
            }
        }
    }

    /// What stands below the renamed mailbox must still have a name that is allowed.
    private void checkNames(MailboxName from, MailboxName to) throws MailRefusal {
        var longest =
                draft.allBoxes().stream()
                        .map(box -> box.state().name())
                        .filter(name -> name.isBelow(from))
                        .map(name -> to.name() + name.name().substring(from.name().length()))
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
        for (String name : longest) {
            var _ = MailboxName.of(name);
        }
    }

    void subscribe(MailboxName name, boolean subscribed) throws MailRefusal {
        Box box = find(name);
        if (box.state().subscribed() != subscribed) {
            draft.put(box.with(States.subscribed(box.state(), subscribed)));
            draft.log().mailbox(box.id());
        }
    }
}
