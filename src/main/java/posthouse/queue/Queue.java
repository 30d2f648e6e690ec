package posthouse.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// Mail that goes out. What [#put] has taken is durable, and each of its recipients ends in one of
/// three ways: delivered once, bounced once, or still here. A mailbox of this server gets it once
/// whatever happens; another server may get it twice, if the power goes between its answer and our
/// writing it down, as SMTP has it (RFC 1047).
///
/// Any thread.
public final class Queue implements Outbox, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Queue.class);

    private final Clock clock;
    private final Executor threads;
    private final QueueConfig config;
    private final Routes routes;
    private final Carrier carrier;
    private final Schedule schedule;

    private final Object gate = new Object();

    /// Tries that run; guarded by the gate.
    private int running;

    /// Whether those that still run are not waited for, and the store may be gone.
    private volatile boolean left;

    private final Stock stock;

    /// @param threads runs tries, which block
    /// @param reporter writes what senders hear
    public Queue(
            Store store,
            Clock clock,
            Timers timers,
            Executor threads,
            QueueConfig config,
            Routes routes,
            Carrier carrier,
            Reporter reporter) {
        this.clock = clock;
        this.threads = threads;
        this.config = config;
        this.routes = routes;
        this.carrier = carrier;
        schedule = new Schedule(clock, timers, config, this::begin);
        stock = new Stock(store, clock, config, routes, schedule, reporter);
    }

    /// Reads what there is and begins to try it.
    public void start() {
        stock.load();
    }

    @Override
    public void put(Mail mail, Octets octets, List<To> recipients) {
        var waiting = new ArrayList<Waiting>();
        for (To to : recipients) {
            waiting.add(new Waiting(waiting.size(), to, 0, mail.release(), false, List.of()));
        }
        stock.put(mail, octets, waiting);
    }

    /// Who hears from now on what becomes of mail.
    public void watch(Watcher watcher) {
        stock.watch(watcher);
    }

    /// What an operator may do here.
    public QueueDesk desk() {
        return new QueueDesk(stock, schedule, clock, config);
    }

    /// Ends what waits; tries that run go on to their end as far as they are let.
    @Override
    public void close() {
        schedule.close();
    }

    /// The same, and waits for the tries that run: what another server has taken is to be written
    /// down, or it goes there again after the next start.
    ///
    /// @param time how long at most
    public void shutDown(Duration time) {
        close();
        long until = clock.nanos() + time.toNanos();
        synchronized (gate) {
            try {
                while (running > 0 && clock.nanos() < until) {
                    gate.wait(Math.max(1, (until - clock.nanos()) / 1_000_000));
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            if (running > 0) {
                LOG.warn(
                        "{} deliveries did not end within {}; they are begun anew at the next"
                                + " start",
                        running,
                        time);
                left = true;
            }
        }
    }

    private void begin(Job job) {
        synchronized (gate) {
            running++;
        }
        threads.execute(() -> {
            try {
                attempt(job);
            } finally {
                synchronized (gate) {
                    running--;
                    gate.notifyAll();
                }
            }
        });
    }

    private void attempt(Job job) {
        Optional<Answer> unreached = Optional.empty();
        Optional<Instant> next = Optional.empty();
        try {
            Shard shard = stock.shard(job.id());
            var ended = new Attempt(job, shard, clock, config, routes).run(carrier);
            if (ended.isPresent() && !left) {
                unreached = ended.get().unreached();
                next = stock.settle(job, ended.get());
            }
        } catch (RuntimeException failure) {
            // What came of it may be unknown; it is tried again, as after a crash.
            LOG.error("{} to {}: not written down", job.id(), job.hop().nextHop(), failure);
            next = Optional.of(clock.now().plus(config.retryFirst()));
        } finally {
            schedule.ended(job, unreached, next);
        }
        if (!left) {
            tidy(job.id());
        }
    }

    private void tidy(String id) {
        try {
            stock.tidy(id);
        } catch (StoreFailure failure) {
            LOG.error("{}: what is done with stays until the next start", id, failure);
        }
    }
}
