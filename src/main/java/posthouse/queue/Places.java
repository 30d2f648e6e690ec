package posthouse.queue;

import java.util.LinkedHashSet;

/// So many tries may run at once, and who wants to start one takes turns. A try keeps its place
/// until it ends, whatever becomes of its next hop meanwhile. Guarded by the schedule's lock.
final class Places {
    private final int most;
    private final LinkedHashSet<Hop> turns = new LinkedHashSet<>();
    private int taken;

    Places(int most) {
        this.most = most;
    }

    int taken() {
        return taken;
    }

    /// Waits for a turn, or goes on waiting for it.
    void queue(Hop hop) {
        turns.add(hop);
    }

    void unqueue(Hop hop) {
        turns.remove(hop);
    }

    /// Whether there is a place for somebody who waits for one.
    boolean isNext() {
        return taken < most && !turns.isEmpty();
    }

    /// Whose turn it is.
    Hop next() {
        return turns.removeFirst();
    }

    void take() {
        taken++;
    }

    void leave() {
        taken--;
    }
}
