package posthouse.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// Who is due when, and who may try now. In memory, some 150 octets a message and next hop; what is
/// known here can be read again from the rows.
///
/// Its own time is [Clock#nanos], so that a jump of the clock neither holds mail back nor lets all
/// of it go at once. Any thread.
final class Schedule {
    /// Next hops that have not answered lately have places of their own, so many times those of the
    /// others: after a start that is all of them, and the dead must not keep the living waiting. A
    /// try that waits for a silent server costs a virtual thread and a socket.
    static final int UNPROVEN_TIMES = 3;

    /// So many next hops without a message may be known: those that were left alone when the last
    /// one to them was given up.
    static final int IDLE_MAX = 1_000;

    private final Clock clock;
    private final Timers timers;
    private final QueueConfig config;
    private final Consumer<Job> start;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NextHop, Hop> hops = new HashMap<>();
    private final Map<String, List<Job>> byId = new HashMap<>();
    private final TreeSet<Job> waiting = new TreeSet<>();
    private final Places proven;
    private final Places unproven;
    private Optional<Timers.Timer> alarm = Optional.empty();
    private long alarmAt = Long.MAX_VALUE;
    private long numbers;
    // At least as many as there are without a message.
    private int idle;
    private boolean closed;

    /// What is going on, for the operator.
    ///
    /// @param due messages that wait for their turn, counted at each next hop
    /// @param running tries
    /// @param nextHops that are known
    /// @param resting next hops that are left alone for a time
    record Figures(int due, int running, int nextHops, int resting) {}

    /// @param start begins a try on a thread of its own, and calls [#ended] at its end
    Schedule(Clock clock, Timers timers, QueueConfig config, Consumer<Job> start) {
        this.clock = clock;
        this.timers = timers;
        this.config = config;
        this.start = start;
        proven = new Places(config.triesMax());
        unproven = new Places(UNPROVEN_TIMES * config.triesMax());
    }

    /// A message has something to do at a next hop. What it has to do there already is due at the
    /// earlier of both times, and once more where it is being done.
    ///
    /// @param sender whose turn it takes
    /// @param due by the clock; never later than a retry could be, whatever the clock says
    void add(String id, NextHop nextHop, String sender, Instant due) {
        add(id, nextHop, sender, after(due));
        pump();
    }

    private void add(String id, NextHop nextHop, String sender, long due) {
        lock.lock();
        try {
            Hop hop = hop(nextHop);
            var jobs = byId.computeIfAbsent(id, _ -> new ArrayList<>(1));
            for (Job job : jobs) {
                if (job.hop() == hop) {
                    hasten(job, due);
                    return;
                }
            }
            var job = new Job(id, hop, sender, numbers++);
            hop.jobs++;
            jobs.add(job);
            awaitDue(job, due);
        } finally {
            lock.unlock();
        }
    }

    private Hop hop(NextHop nextHop) {
        Hop known = hops.get(nextHop);
        if (known != null) {
            return known;
        }
        if (idle >= IDLE_MAX) {
            hops.values().removeIf(it -> it.jobs == 0);
            idle = 0;
        }
        var hop = new Hop(nextHop, config.triesPerHopMax());
        hops.put(nextHop, hop);
        return hop;
    }

    private void hasten(Job job, long due) {
        switch (job.state()) {
            case RUNNING -> job.again(true);
            case READY -> {}
            case WAITING -> {
                if (due < job.due()) {
                    waiting.remove(job);
                    awaitDue(job, due);
                }
            }
        }
    }

    private void awaitDue(Job job, long due) {
        job.state(Job.State.WAITING);
        job.due(due);
        waiting.add(job);
    }

    /// What was begun has ended.
    ///
    /// @param unreached what kept the next hop from being reached; empty where it was
    /// @param next when the message is to be tried again at this next hop; empty: no more
    void ended(Job job, Optional<Answer> unreached, Optional<Instant> next) {
        lock.lock();
        try {
            job.leavePlace();
            tell(job, unreached);
            if (job.again()) {
                job.again(false);
                awaitDue(job, clock.nanos());
            } else if (next.isPresent()) {
                awaitDue(job, after(next.get()));
            } else {
                forget(job);
            }
            takeTurn(job.hop(), clock.nanos());
        } finally {
            lock.unlock();
        }
        pump();
    }

    /// The next hop learns from the try.
    private void tell(Job job, Optional<Answer> unreached) {
        Hop hop = job.hop();
        if (job.excuse().isPresent()) {
            hop.passedOver();
        } else if (unreached.isEmpty()) {
            hop.reached();
        } else {
            hop.notReached(
                    unreached.get(),
                    clock.nanos(),
                    config.retryFirst().toNanos(),
                    config.retryMost().toNanos());
        }
    }

    /// Takes a message out, so that nothing of it begins to be tried until it is added again.
    ///
    /// @return the next hops where it is being tried now, which goes on
    Set<NextHop> take(String id) {
        lock.lock();
        try {
            for (Job job : List.copyOf(byId.getOrDefault(id, List.of()))) {
                if (job.state() != Job.State.RUNNING) {
                    waiting.remove(job);
                    job.hop().remove(job);
                    forget(job);
                }
            }
            return running(id);
        } finally {
            lock.unlock();
        }
    }

    /// The next hops where a message is being tried now.
    Set<NextHop> running(String id) {
        lock.lock();
        try {
            return byId.getOrDefault(id, List.of()).stream()
                    .filter(job -> job.state() == Job.State.RUNNING)
                    .map(job -> job.hop().nextHop())
                    .collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }

    /// Tries a next hop now that has been left alone.
    void rouse(NextHop nextHop) {
        lock.lock();
        try {
            Optional.ofNullable(hops.get(nextHop)).ifPresent(Hop::rouse);
        } finally {
            lock.unlock();
        }
        pump();
    }

    Figures figures() {
        lock.lock();
        try {
            long now = clock.nanos();
            return new Figures(
                    hops.values().stream().mapToInt(Hop::ready).sum(),
                    proven.taken() + unproven.taken(),
                    hops.size(),
                    (int) hops.values().stream().filter(hop -> hop.restsUntil() > now).count());
        } finally {
            lock.unlock();
        }
    }

    /// Starts nothing any more; what runs goes on.
    void close() {
        lock.lock();
        try {
            closed = true;
            alarm.ifPresent(Timers.Timer::cancel);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Job job) {
        var jobs = byId.get(job.id());
        if (jobs != null && jobs.remove(job) && jobs.isEmpty()) {
            byId.remove(job.id());
        }
        Hop hop = job.hop();
        hop.jobs--;
        if (hop.jobs > 0) {
            return;
        }
        if (hop.restsUntil() > clock.nanos()) {
            // It stays known, so that the next message to it does not try at once.
            idle++;
        } else {
            hops.remove(hop.nextHop());
        }
    }

    /// Starts what is due, as far as it may start.
    private void pump() {
        var begun = new ArrayList<Job>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            fallDue(clock.nanos());
            takeTurns(begun);
            setAlarm();
        } finally {
            lock.unlock();
        }
        begun.forEach(start);
    }

    private void fallDue(long now) {
        while (!waiting.isEmpty() && waiting.first().due() <= now) {
            Job job = waiting.removeFirst();
            job.state(Job.State.READY);
            job.hop().add(job);
            takeTurn(job.hop(), now);
        }
    }

    private void takeTurns(List<Job> begun) {
        long now = clock.nanos();
        // In this order: who has rested long enough goes from the first to the second.
        takeTurns(proven, now, begun);
        takeTurns(unproven, now, begun);
    }

    /// Goes round the next hops as long as one of them may start something. One whose window is
    /// full gets a turn again when something of it ends.
    private void takeTurns(Places places, long now, List<Job> begun) {
        while (places.isNext()) {
            Hop hop = places.next();
            var excuse = hop.excuse(now);
            // What it had may have been taken out.
            if (!hop.hasReady() || excuse.isEmpty() && !hop.isOpen()) {
                continue;
            }
            if (places(hop, now) == places) {
                Job job = hop.start();
                job.begin(places, excuse);
                begun.add(job);
            }
            takeTurn(hop, now);
        }
    }

    private void takeTurn(Hop hop, long now) {
        if (hop.hasReady()) {
            var its = places(hop, now);
            (its == proven ? unproven : proven).unqueue(hop);
            its.queue(hop);
        }
    }

    /// What is passed over waits for no server, so it is no matter whether that one answers.
    private Places places(Hop hop, long now) {
        return hop.proven() || hop.excuse(now).isPresent() ? proven : unproven;
    }

    private void setAlarm() {
        if (closed || waiting.isEmpty() || waiting.first().due() >= alarmAt) {
            return;
        }
        alarm.ifPresent(Timers.Timer::cancel);
        alarmAt = waiting.first().due();
        var delay = Duration.ofNanos(Math.max(0, alarmAt - clock.nanos()));
        alarm = Optional.of(timers.after(delay, this::ring));
    }

    private void ring() {
        lock.lock();
        try {
            alarmAt = Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
        pump();
    }

    /// A time of the clock as one of this schedule.
    private long after(Instant due) {
        long millis = Duration.between(clock.now(), due).toMillis();
        return clock.nanos() + Math.max(0, millis) * 1_000_000;
    }
}
