package posthouse.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.store.Store;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// Takes down what happens to messages. What is noted is gathered for a moment and then written
/// with what else has come: a power cut may take the last moment's events. Where events come faster
/// than they can be written, the newest are left out, and how many is noted in their place.
///
/// Days are of UTC, and go whole once all of them is older than the journal is kept. A clock that
/// jumps far ahead takes the days before along.
///
/// Any thread.
public final class Journal implements Notes, AutoCloseable {
    /// How long the first event waits for others.
    static final Duration GATHERING_TIME = Duration.ofMillis(200);

    /// As many events are written at once without waiting for more, and in one commit.
    static final int GATHERED = 500;

    /// Octets of one commit: half of what the store takes, since keys are octets too.
    static final int COMMIT_OCTETS_MAX = Store.COMMIT_BYTES_MAX / 2;

    /// Octets of events that may wait to be written.
    static final int WAITING_OCTETS_MAX = 4 * 1024 * 1024;

    /// How often old days are looked for.
    static final Duration TIDYING_TIME = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Days days;
    private final Clock clock;
    private final Timers timers;
    private final Executor threads;
    private final Duration time;

    /// Held while the store is written to, by one thread at a time.
    private final ReentrantLock writing = new ReentrantLock();

    /// Guards what is below; never held for longer than it takes to look.
    private final ReentrantLock lock = new ReentrantLock();

    private List<Days.Line> waiting = new ArrayList<>();
    private int waitingOctets;
    private long leftOut;
    private boolean closed;
    private boolean failing;

    /// @param threads writes, which waits for the disk
    /// @param time how long events are kept; zero: none is noted
    public Journal(Store store, Clock clock, Timers timers, Executor threads, Duration time) {
        days = new Days(store);
        this.clock = clock;
        this.timers = timers;
        this.threads = threads;
        this.time = time;
    }

    /// Lets old days go, now and from time to time.
    public void start() {
        threads.execute(this::tidy);
    }

    @Override
    public void note(Event event) {
        if (time.isZero()) {
            return;
        }
        lock.lock();
        try {
            if (!closed) {
                int before = waiting.size();
                event.parts().forEach(this::add);
                haveWritten(before);
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(Event event) {
        var row = Rows.write(event);
        if (waitingOctets + row.length() > WAITING_OCTETS_MAX) {
            leftOut++;
            return;
        }
        waiting.add(new Days.Line(clock.now(), row, 1));
        waitingOctets += row.length();
    }

    private void haveWritten(int before) {
        if (before < GATHERED && waiting.size() >= GATHERED) {
            threads.execute(this::write);
        } else if (before == 0) {
            var _ = timers.after(GATHERING_TIME, () -> threads.execute(this::write));
        }
    }

    /// Finds also what was noted only just now.
    public Lookup lookup() {
        write();
        return new Lookup(days.store());
    }

    /// Writes what was noted until now.
    void write() {
        writing.lock();
        try {
            var lines = take();
            for (int from = 0; from < lines.size(); ) {
                int to = end(lines, from);
                append(lines.subList(from, to));
                from = to;
            }
        } finally {
            writing.unlock();
        }
    }

    /// Writes what is left, and notes nothing any more.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        write();
    }

    private List<Days.Line> take() {
        lock.lock();
        try {
            var lines = waiting;
            if (leftOut > 0) {
                var gap = Event.of(Kind.LEFT_OUT, Event.NO_MESSAGE).saying(leftOut + " events");
                lines.add(new Days.Line(clock.now(), Rows.write(gap), leftOut));
            }
            waiting = new ArrayList<>();
            waitingOctets = 0;
            leftOut = 0;
            return lines;
        } finally {
            lock.unlock();
        }
    }

    /// Where the next commit ends: all of it is of one day.
    private static int end(List<Days.Line> lines, int from) {
        LocalDate day = Days.of(lines.get(from).at());
        int octets = 0;
        int to = from;
        while (to < lines.size()
                && to - from < GATHERED
                && Days.of(lines.get(to).at()).equals(day)
                && octets + lines.get(to).value().length() <= COMMIT_OCTETS_MAX) {
            octets += lines.get(to).value().length();
            to++;
        }
        return to;
    }

    /// Whatever is wrong, mail goes on, and the next lines are tried again.
    private void append(List<Days.Line> lines) {
        try {
            days.append(Days.of(lines.getFirst().at()), lines);
            failing = false;
        } catch (RuntimeException failure) {
            if (!failing) {
                LOG.error("The journal cannot be written; events are left out.", failure);
            }
            failing = true;
            leaveOut(lines.stream().mapToLong(Days.Line::events).sum());
        }
    }

    private void leaveOut(long events) {
        lock.lock();
        try {
            leftOut += events;
        } finally {
            lock.unlock();
        }
    }

    private void tidy() {
        try {
            forgetOldDays();
        } catch (RuntimeException failure) {
            LOG.error("Old days of the journal are not removed; that is tried again.", failure);
        }
        lock.lock();
        try {
            if (!closed) {
                var _ = timers.after(TIDYING_TIME, () -> threads.execute(this::tidy));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Removes the days of which nothing is to be kept any more.
    void forgetOldDays() {
        Instant first = clock.now().minus(time);
        writing.lock();
        try {
            for (LocalDate day : days.all()) {
                Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                if (time.isZero() || !end.isAfter(first)) {
                    days.remove(day);
                    LOG.info("the journal of {} is gone", day);
                }
            }
        } finally {
            writing.unlock();
        }
    }
}
