package posthouse.mailbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// One session's view of one mailbox: which message has which sequence number (RFC 9051 §2.3.1.2).
///
/// The numbering changes in [#sync] and nowhere else, so a session decides when its client learns
/// of changes. Between syncs a message that others have expunged keeps its number and can still be
/// read; its flags are as last known. Used by one session's threads, one at a time.
///
/// The numbering is a spine of the pages as they were at the last sync. A sync compares it with the
/// newest one page by page and passes over pages that are the same object, so it costs what has
/// changed, and nothing but a comparison where nothing has.
public final class View implements AutoCloseable {
    private final Account account;
    private final boolean writable;
    private Snapshot snapshot;
    private Box box;
    private Spine shown;
    private boolean ghosts;
    private long whole;
    private boolean gone;
    private boolean closed;
    private UidSet recent;

    View(Account account, Snapshot snapshot, Box box, Spine spine, boolean writable) {
        this.account = account;
        this.snapshot = snapshot;
        this.box = box;
        this.writable = writable;
        shown = spine;
        recent = newRecent(box.state());
        whole = box.state().highestModSeq();
    }

    /// The mailbox as of the last sync.
    public MailboxState mailbox() {
        return box.state();
    }

    /// Whether the mailbox was deleted.
    public boolean gone() {
        return gone;
    }

    /// All that has a mod-sequence up to this one is known here: less than the mailbox's highest
    /// while there are messages that went and still have a number (RFC 7162 §3.2).
    public long wholeModSeq() {
        return whole;
    }

    /// Whether there are messages that went and still have a number.
    public boolean hasGhosts() {
        return ghosts;
    }

    /// Those of `known` that are not in the mailbox any more and went with a mod-sequence above
    /// `modSeq`; where the log does not go back so far: all that are not in the mailbox. UIDs that
    /// were not given out at the last sync are left out.
    public UidSet vanished(long modSeq, UidSet known) {
        UidSet possible = known.within(1, box.state().uidNext() - 1);
        if (possible.isEmpty() || modSeq >= box.state().highestModSeq()) {
            return UidSet.EMPTY;
        }
        var loader = account.ledger().loader();
        var logged = new Vanished(loader, box.id()).since(modSeq);
        return logged.map(possible::and).orElse(possible).minus(shown.uids());
    }

    /// How many messages have a number: 1 to size.
    public int size() {
        return shown.size();
    }

    /// The UID of a number from 1 to [#size].
    public long uid(int number) {
        return shown.uid(number - 1);
    }

    /// The number of a UID, or 0 where it has none.
    public int number(long uid) {
        int position = shown.positionOf(uid);
        return position < shown.size() && shown.uid(position) == uid ? position + 1 : 0;
    }

    /// The first number whose UID is at least `uid`; [#size] + 1 where there is none.
    public int firstNumberAtOrAfter(long uid) {
        return shown.positionOf(uid) + 1;
    }

    /// The placement with that number, in its newest state that is known.
    public Placement placement(int number) {
        return shown.placement(number - 1);
    }

    /// Gives the placements from number `first` to `last` to the sink, in order: the fast way to
    /// many.
    public void forEach(int first, int last, Sink sink) throws IOException {
        java.util.Objects.checkFromToIndex(first - 1, Math.max(last, first - 1), shown.size());
        shown.forEach(first - 1, last, sink);
    }

    /// Whether the message of that UID is \Recent in this session.
    public boolean recent(long uid) {
        return recent.contains(uid);
    }

    /// How many messages that have a number are \Recent in this session.
    public int recentCount() {
        int count = 0;
        for (UidSet.Range range : recent.ranges()) {
            count += shown.positionOf(range.last() + 1) - shown.positionOf(range.first());
        }
        return count;
    }

    /// Takes in what has happened since the last sync. With `expunges` false, messages that went
    /// keep their numbers until a later sync.
    ///
    /// The changes are in the order in which a client must be told: each Vanished number is valid
    /// after those before it; then Arrived; then Changed.
    public List<ViewChange> sync(boolean expunges) {
        Snapshot newest = account.ledger().snapshot();
        if (newest == snapshot && !(expunges && ghosts) || gone) {
            return List.of();
        }
        Box now = newest.box(box.id());
        if (now == null) {
            gone = true;
            return List.of(new ViewChange.MailboxGone());
        }
        if (now.isSame(box) && !(expunges && ghosts)) {
            snapshot = newest;
            return List.of();
        }
        Spine spine = now.spine();
        if (spine == null) {
            return syncWith(account.loaded(box.id()), expunges);
        }
        snapshot = newest;
        return sync(now, spine, expunges);
    }

    private List<ViewChange> syncWith(java.util.Optional<Snapshot> loaded, boolean expunges) {
        Box now = loaded.map(newest -> newest.box(box.id())).orElse(null);
        if (now == null || now.spine() == null) {
            gone = true;
            return List.of(new ViewChange.MailboxGone());
        }
        snapshot = loaded.get();
        return sync(now, now.spine(), expunges);
    }

    private List<ViewChange> sync(Box now, Spine spine, boolean expunges) {
        var difference = new Difference(shown, spine, expunges);
        boolean arrived = difference.arrived();
        box = now;
        shown = difference.result();
        ghosts = difference.ghosts();
        whole = ghosts ? whole : now.state().highestModSeq();
        if (arrived) {
            recent = recent.plus(newRecent(now.state()));
        }
        var changes = new ArrayList<ViewChange>(difference.vanished());
        if (arrived) {
            changes.add(new ViewChange.Arrived(shown.size(), recentCount()));
        }
        for (long uid : difference.changed()) {
            changes.add(new ViewChange.Changed(number(uid)));
        }
        return changes;
    }

    private UidSet newRecent(MailboxState state) {
        long from =
                writable
                        ? account.ledger().takeRecent(state.id(), state.uidNext())
                        : account.ledger().recentFrom(state.id());
        return from >= state.uidNext() ? UidSet.EMPTY : UidSet.range(from, state.uidNext() - 1);
    }

    /// Takes what this session itself has just changed as known, so that the next sync does not
    /// report it: for STORE.SILENT. What others have changed as well is not known by that.
    public void known(UidSet changed, FlagChange change) {
        Box now = account.ledger().snapshot().box(box.id());
        Spine spine = now == null ? null : now.spine();
        if (now == null || spine == null) {
            return;
        }
        var made = new MadeFlags(change, now.state());
        var merged = new TreeMap<Integer, Page>();
        for (int i = 0; i < shown.pageCount(); i++) {
            Page before = shown.pageAt(i);
            Page after = spine.page(before.number());
            if (after != null && after != before) {
                Page page = Difference.known(before, after, changed, made);
                if (page != before) {
                    merged.put(page.number(), page);
                }
            }
        }
        shown = shown.with(merged);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            account.closed();
        }
    }

    /// Takes placements with their numbers.
    @FunctionalInterface
    public interface Sink {
        void accept(int number, Placement placement) throws IOException;
    }
}
