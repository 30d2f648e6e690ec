package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What a client must be told to come from one spine to a newer one. Pages that are the same object
/// are passed over.
final class Difference {
    private final Spine before;
    private final Spine after;
    private final boolean expunges;
    private final List<ViewChange> vanished = new ArrayList<>();
    private final List<Long> changed = new ArrayList<>();
    private final TreeMap<Integer, Page> withGhosts = new TreeMap<>();
    private final long lastShown;
    private int removed;
    private boolean arrived;

    /// @param expunges whether what went goes; else it stays, as a ghost
    Difference(Spine before, Spine after, boolean expunges) {
        this.before = before;
        this.after = after;
        this.expunges = expunges;
        lastShown = before.size() == 0 ? 0 : before.uid(before.size() - 1);
        walk();
    }

    /// [ViewChange.Vanished] in the order in which they are to be told.
    List<ViewChange> vanished() {
        return vanished;
    }

    /// Whether there are messages behind the last that had a number.
    boolean arrived() {
        return arrived;
    }

    /// UIDs whose flags changed.
    List<Long> changed() {
        return changed;
    }

    boolean ghosts() {
        return !withGhosts.isEmpty();
    }

    /// The newer spine, with ghosts where they stay.
    Spine result() {
        return after.with(withGhosts);
    }

    private void walk() {
        int i = before.samePages(after);
        int k = i;
        while (i < before.pageCount() || k < after.pageCount()) {
            int old = i < before.pageCount() ? before.pageAt(i).number() : Integer.MAX_VALUE;
            int now = k < after.pageCount() ? after.pageAt(k).number() : Integer.MAX_VALUE;
            if (old == now) {
                compare(i++, after.pageAt(k++));
            } else if (old < now) {
                compare(i++, new Page.Builder(old, 0).build());
            } else {
                arrived = true;
                k++;
            }
        }
    }

    private void compare(int index, Page now) {
        Page old = before.pageAt(index);
        if (old == now) {
            return;
        }
        boolean ghost = false;
        int k = 0;
        for (int i = 0; i < old.count(); i++) {
            long uid = old.uid(i);
            while (k < now.count() && now.uid(k) < uid) {
                k++;
            }
            if (k < now.count() && now.uid(k) == uid) {
                if (now.modSeq(k) != old.modSeq(i)) {
                    changed.add(uid);
                }
                k++;
            } else if (expunges) {
                int number = before.start(index) + i + 1 - removed++;
                vanished.add(new ViewChange.Vanished(number, uid));
            } else {
                ghost = true;
            }
        }
        arrived |= now.count() > 0 && now.uid(now.count() - 1) > lastShown;
        if (ghost) {
            withGhosts.put(now.number(), union(old, now));
        }
    }

    /// All that is in the newer page, and of the older one what is not.
    private static Page union(Page old, Page now) {
        var union = new Page.Builder(now.number(), Page.UIDS);
        int k = 0;
        for (int i = 0; i < old.count(); i++) {
            while (k < now.count() && now.uid(k) < old.uid(i)) {
                union.add(now, k++);
            }
            if (k == now.count() || now.uid(k) != old.uid(i)) {
                union.add(old, i);
            }
        }
        while (k < now.count()) {
            union.add(now, k++);
        }
        return union.build();
    }

    /// The older page with those of `uids` as they are in the newer one, where their flags are what
    /// the change made of the older ones.
    static Page known(Page old, Page now, UidSet uids, MadeFlags made) {
        var known = new Page.Builder(old.number(), old.count());
        boolean differs = false;
        for (int i = 0; i < old.count(); i++) {
            int k = uids.contains(old.uid(i)) ? now.indexOf(old.uid(i)) : -1;
            if (k >= 0 && made.of(old.flags(i)).equals(now.flags(k))) {
                known.add(now, k);
                differs |= now.modSeq(k) != old.modSeq(i);
            } else {
                known.add(old, i);
            }
        }
        return differs ? known.build() : old;
    }
}
