package posthouse.queue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;

/// A next hop and who waits for it: how many may try at once, which grows and shrinks with the
/// answers, and whose turn it is.
///
/// As in Postfix's queue manager: the window grows by one when as many tries as it is wide have
/// gone well, shrinks by one likewise, and a next hop that a whole window of tries has not reached
/// is left alone for a time. Senders take turns, so that a big one does not keep a small one
/// waiting.
final class Hop {
    /// How many may try at once before anything is known.
    static final int WINDOW_FIRST = 2;

    /// How wide the window gets with the first success.
    static final int WINDOW_PROVEN = 5;

    private final NextHop nextHop;
    private final int windowMax;
    private final SequencedMap<String, LinkedHashSet<Job>> ready = new LinkedHashMap<>();
    private double window;
    private boolean proven;
    private int running;
    private int failuresInARow;
    private int rests;
    private long restsUntil = Long.MIN_VALUE;
    private Optional<Answer> lastFailure = Optional.empty();

    /// Jobs of any state, so that it is known when nobody needs the hop any more.
    int jobs;

    Hop(NextHop nextHop, int windowMax) {
        this.nextHop = nextHop;
        this.windowMax = windowMax;
        window = Math.min(WINDOW_FIRST, windowMax);
    }

    NextHop nextHop() {
        return nextHop;
    }

    boolean proven() {
        return proven;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /// Jobs that wait for their turn.
    int ready() {
        return ready.values().stream().mapToInt(LinkedHashSet::size).sum();
    }

    /// Whether one more may try now.
    boolean isOpen() {
        return running < Math.max(1, (int) window);
    }

    /// Until when it is left alone, as the schedule's time goes.
    long restsUntil() {
        return restsUntil;
    }

    void add(Job job) {
        ready.computeIfAbsent(job.sender(), _ -> new LinkedHashSet<>()).add(job);
    }

    void remove(Job job) {
        var of = ready.get(job.sender());
        if (of != null && of.remove(job) && of.isEmpty()) {
            ready.remove(job.sender());
        }
    }

    /// What it has said or done last, while it is left alone.
    Optional<Answer> excuse(long now) {
        return restsUntil > now ? lastFailure : Optional.empty();
    }

    /// The next job, of the sender whose turn it is. There must be one.
    Job start() {
        var first = ready.pollFirstEntry();
        Job job = first.getValue().removeFirst();
        if (!first.getValue().isEmpty()) {
            ready.putLast(first.getKey(), first.getValue());
        }
        running++;
        return job;
    }

    /// What was begun is over, without a try.
    void passedOver() {
        running--;
    }

    /// A try that reached it has ended.
    void reached() {
        running--;
        window =
                proven
                        ? Math.min(windowMax, window + 1 / window)
                        : Math.min(windowMax, WINDOW_PROVEN);
        proven = true;
        failuresInARow = 0;
        rests = 0;
        restsUntil = Long.MIN_VALUE;
    }

    /// A try that did not reach it has ended. One that began before the rest says nothing new.
    ///
    /// @param rest how long it is left alone the first time, and how long at most, in nanoseconds
    void notReached(Answer failure, long now, long rest, long restMost) {
        running--;
        lastFailure = Optional.of(failure);
        if (restsUntil > now) {
            return;
        }
        window = Math.max(1, window - 1 / window);
        failuresInARow++;
        if (failuresInARow >= (int) window) {
            proven = false;
            failuresInARow = 0;
            window = 1;
            restsUntil = now + Math.min(restMost, rest << Math.min(rests, 20));
            rests++;
        }
    }

    /// The operator wants it tried now.
    void rouse() {
        restsUntil = Long.MIN_VALUE;
    }
}
