package posthouse.mailbox;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CREATE, DELETE, RENAME and SUBSCRIBE (RFC 9051 §6.3.4 to §6.3.7), on a draft.
final class Mailboxes {
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

    Box create(MailboxName name, Optional<Role> role) throws MailRefusal {
        if (draft.named(name).isPresent()) {
            throw new MailRefusal.MailboxExists(name.name());
        }
        if (role.isPresent() && draft.withRole(role.get()).isPresent()) {
            throw new MailRefusal.Forbidden("there is a mailbox of that use already");
        }
        int parent = parentOf(name);
        checkCount(1);
        return add(name, role, parent, false);
    }

    /// The mailbox of that name, made with the levels above it where it is missing.
    private Box ensure(MailboxName name) throws MailRefusal {
        var there = draft.named(name);
        if (there.isPresent()) {
            return there.get();
        }
        int parent = parentOf(name);
        checkCount(1);
        return add(name, Optional.empty(), parent, false);
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
        box = box.with(States.subscribed(box.state(), subscribed || draft.names().has(name)));
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
        MailboxState state = box.state();
        draft.put(box.deleted(draft.seconds(), hasBelow(name) ? instead(box) : 0));
        Header header = draft.header();
        draft.put(
                header.used(-state.bytes(), -state.messages())
                        .inGrace(state.bytes(), state.messages()));
        draft.log().mailbox(box.id());
        if (state.subscribed() && draft.named(name).isEmpty()) {
            var _ = keepSubscribed(List.of(name));
        }
    }

    private boolean hasBelow(MailboxName name) {
        return draft.allBoxes().stream().anyMatch(box -> box.state().name().isBelow(name));
    }

    /// Puts an empty mailbox into the place of one that goes. The rows of those below it stay as
    /// they are, however many: the deleted one's says where they belong, until it is purged.
    private int instead(Box box) {
        MailboxState state = box.state();
        Box instead = add(state.name(), Optional.empty(), box.parent(), state.subscribed());
        for (Box child : draft.allBoxes()) {
            if (child.parent() == box.id()) {
                draft.putRenamed(child.moved(child.state().name(), instead.id()));
            }
        }
        return instead.id();
    }

    /// Keeps names subscribed that are about to be without a mailbox (RFC 3501 §6.3.6).
    ///
    /// @return false if they are too many for one commit and this one should hold no more
    private boolean keepSubscribed(List<MailboxName> names) throws MailRefusal.OverLimit {
        SubscribedNames kept = draft.names();
        long more = names.stream().filter(name -> !kept.has(name)).count();
        if (more > 0 && kept.numbers().size() + more > limits.mailboxes()) {
            throw new MailRefusal.OverLimit(
                    "at most "
                            + limits.mailboxes()
                            + " names stay subscribed without a mailbox: unsubscribe from some");
        }
        return more == 0 || kept.keep(names, draft);
    }

    /// The old names stay subscribed (RFC 9051 §6.3.6), and the new ones become so.
    ///
    /// @return false if there are so many of them that they were only kept: then it is to be called
    ///   again
    boolean rename(MailboxName from, MailboxName to) throws MailRefusal {
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
        if (!keepSubscribed(subscribedFrom(from))) {
            return false;
        }
        int parent = parentOf(to);
        Box moved = draft.box(box.id()).moved(to, parent);
        boolean subscribed = moved.state().subscribed() || draft.names().has(to);
        draft.put(moved.with(States.subscribed(moved.state(), subscribed)));
        draft.log().mailbox(box.id());
        for (Box below : draft.allBoxes()) {
            if (below.state().name().isBelow(from) && below.id() != box.id()) {
                var name = to.name() + below.state().name().name().substring(from.name().length());
                draft.putRenamed(below.moved(new MailboxName(name), below.parent()));
            }
        }
        return true;
    }

    private List<MailboxName> subscribedFrom(MailboxName from) {
        return draft.allBoxes().stream()
                .map(Box::state)
                .filter(MailboxState::subscribed)
                .map(MailboxState::name)
                .filter(name -> name.equals(from) || name.isBelow(from))
                .toList();
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

    /// A name without a mailbox can stay subscribed, but not become so (RFC 3501 §6.3.6 leaves it
    /// to the server). To unsubscribe from what is not subscribed is done already.
    void subscribe(MailboxName name, boolean subscribed) throws MailRefusal {
        var box = draft.named(name);
        if (box.isPresent()) {
            subscribe(box.get(), subscribed);
        } else if (subscribed && !draft.names().has(name)) {
            throw new MailRefusal.NoSuchMailbox(name.name());
        }
        if (!subscribed) {
            draft.names().forget(name, draft);
        }
    }

    private void subscribe(Box box, boolean subscribed) {
        if (box.state().subscribed() != subscribed) {
            draft.put(box.with(States.subscribed(box.state(), subscribed)));
            draft.log().mailbox(box.id());
        }
    }
}
