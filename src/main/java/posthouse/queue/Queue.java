package posthouse.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.smtp.Notify;
import posthouse.smtp.Path;
import posthouse.store.Bodies;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.SideWrite;
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
public final class Queue implements AutoCloseable {
    /// Rows that one commit puts.
    private static final int ROWS_MAX = 400;

    /// Holds bodies until the queue has linked them.
    private static final String FIRST_TAG = "~queue";

    private static final Logger LOG = LoggerFactory.getLogger(Queue.class);

    private final Bodies bodies;
    private final Clock clock;
    private final Executor threads;
    private final QueueConfig config;
    private final Routes routes;
    private final Carrier carrier;
    private final Reporter reporter;
    private final List<Shard> shards;
    private final Schedule schedule;

    /// Recipients that wait, of each message.
    private final Map<String, Integer> left = new ConcurrentHashMap<>();

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
        bodies = store.bodies();
        this.clock = clock;
        this.threads = threads;
        this.config = config;
        this.routes = routes;
        this.carrier = carrier;
        this.reporter = reporter;
        shards = IntStream.range(0, Shard.COUNT).mapToObj(n -> new Shard(store, n)).toList();
        schedule = new Schedule(clock, timers, config, this::begin);
    }

    /// Reads what there is and begins to try it.
    public void start() {
        shards.forEach(this::load);
    }

    /// Takes a message over: when this returns, it is durable.
    ///
    /// @param recipients one or more
    /// @throws posthouse.store.StoreFailure if it could not be written; then it is not here
    public void put(Mail mail, Octets octets, List<To> recipients) {
        Instant due = mail.release();
        var waiting = new ArrayList<Waiting>();
        for (To to : recipients) {
            waiting.add(new Waiting(waiting.size(), to, 0, due, false, List.of()));
        }
        var placing = place(mail, octets, waiting);
        placing.committed().await();
        placing.release();
        watch(mail, waiting);
    }

    /// Ends what waits; tries that run go on to their end as far as they are let.
    @Override
    public void close() {
        schedule.close();
    }

    // Into the store.

    /// A message on its way into the store.
    ///
    /// @param releasing lets go of the bodies' first tags
    private record Placing(Committed committed, Runnable releasing) {
        void release() {
            releasing.run();
        }
    }

    private Placing place(Mail mail, Octets octets, List<Waiting> waiting) {
        var prepared = prepare(mail, octets);
        var changes = new ArrayList<>(Shard.put(mail.id(), waiting));
        changes.add(prepared.row());
        Shard shard = shard(mail.id());
        // Earlier commits become durable earlier, so the last one stands for all.
        Committed last = null;
        for (int from = 0; from < changes.size(); from += ROWS_MAX) {
            int to = Math.min(changes.size(), from + ROWS_MAX);
            boolean isLast = to == changes.size();
            last = shard.commit(changes.subList(from, to), isLast ? prepared.side() : List.of());
        }
        return new Placing(java.util.Objects.requireNonNull(last), prepared.releasing());
    }

    /// A message whose bodies are in the store, held by their first tags.
    private record Prepared(Change row, List<SideWrite> side, Runnable releasing) {}

    private Prepared prepare(Mail mail, Octets octets) {
        long header = putBody(octets.header());
        var held =
                new Held(
                        header, octets.header().length(), octets.content(), octets.contentLength());
        var side = new ArrayList<SideWrite>();
        for (long body : bodiesOf(held)) {
            side.add(new SideWrite.LinkBody(body, tag(mail.id())));
        }
        var row =
                new Change.Put(Rows.entryKey(mail.id()), Rows.write(new Entry(mail, held, false)));
        return new Prepared(row, side, () -> bodies.unlink(header, FIRST_TAG));
    }

    private long putBody(Bytes octets) {
        try {
            return bodies.put(new ByteArrayInputStream(octets.toArray()), FIRST_TAG);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible); // memory does not fail
        }
    }

    private static List<Long> bodiesOf(Held held) {
        return java.util.stream.LongStream.of(held.header(), held.content())
                .filter(body -> body != 0)
                .boxed()
                .toList();
    }

    private static String tag(String id) {
        return "q/" + id;
    }

    private Shard shard(String id) {
        return shards.get(Shard.numberOf(id));
    }

    // Into memory.

    private void load(Shard shard) {
        var mails = new HashMap<String, Entry>();
        shard.entries(entry -> mails.put(entry.mail().id(), entry));
        var unknown = new HashSet<Bytes>();
        var counts = new HashMap<String, Integer>();
        shard.waiting((id, waiting) -> {
            Entry entry = mails.get(id);
            if (entry == null) {
                unknown.add(Rows.waitingKey(id, waiting.number()));
                return;
            }
            counts.merge(id, 1, Integer::sum);
            left.merge(id, 1, Integer::sum);
            if (!entry.stopped()) {
                schedule(entry.mail(), waiting);
            }
        });
        forgetUnfinished(shard, unknown);
        mails.values().stream()
                .filter(entry -> !counts.containsKey(entry.mail().id()))
                .forEach(entry -> letGo(shard, entry));
    }

    /// What was left of messages that were never whole.
    private static void forgetUnfinished(Shard shard, java.util.Set<Bytes> keys) {
        var deletes = keys.stream().<Change>map(Change.Delete::new).toList();
        for (int from = 0; from < deletes.size(); from += ROWS_MAX) {
            int to = Math.min(deletes.size(), from + ROWS_MAX);
            shard.commit(deletes.subList(from, to), List.of()).await();
        }
    }

    private void watch(Mail mail, List<Waiting> waiting) {
        left.merge(mail.id(), waiting.size(), Integer::sum);
        // One job a next hop, however many recipients.
        var byHop = new LinkedHashMap<NextHop, Instant>();
        for (Waiting each : waiting) {
            byHop.merge(nextHop(mail, each), each.due(), (a, b) -> a.isBefore(b) ? a : b);
        }
        byHop.forEach((hop, due) -> schedule.add(mail.id(), hop, sender(mail), due));
    }

    private void schedule(Mail mail, Waiting waiting) {
        Instant most = clock.now().plus(config.retryMost());
        Instant due = waiting.tries() > 0 && waiting.due().isAfter(most) ? most : waiting.due();
        schedule.add(mail.id(), nextHop(mail, waiting), sender(mail), due);
    }

    private NextHop nextHop(Mail mail, Waiting waiting) {
        return routes.nextHop(mail, waiting.to(), waiting.tries());
    }

    /// Who shares a turn: an account, else all that a domain sends.
    private static String sender(Mail mail) {
        if (mail.account() != 0) {
            return Long.toString(mail.account());
        }
        return mail.reversePath() instanceof Path.Mailbox(var address)
                ? address.domain().name()
                : "";
    }

    // Tries.

    private void begin(Job job) {
        threads.execute(() -> attempt(job));
    }

    private void attempt(Job job) {
        Optional<Answer> unreached = Optional.empty();
        Optional<Instant> next = Optional.empty();
        try {
            Shard shard = shard(job.id());
            var ended = new Attempt(job, shard, bodies, clock, config, routes).run(carrier);
            if (ended.isPresent()) {
                unreached = ended.get().unreached();
                next = settle(job, shard, ended.get());
            }
        } catch (RuntimeException failure) {
            // What came of it may be unknown; it is tried again, as after a crash.
            LOG.error("{} to {}: not written down", job.id(), job.hop().nextHop(), failure);
            next = Optional.of(clock.now().plus(config.retryFirst()));
        } finally {
            schedule.ended(job, unreached, next);
        }
    }

    /// Writes down what came of a try, and the reports on it in the same commit.
    ///
    /// @return when the job is to be run again
    private Optional<Instant> settle(Job job, Shard shard, Attempt.Ended ended) {
        Entry entry = ended.found().entry();
        Mail mail = entry.mail();
        var settlement = ended.settlement();
        var changes = new ArrayList<Change>(Shard.put(mail.id(), settlement.waiting()));
        for (Waiting done : settlement.done()) {
            changes.add(new Change.Delete(Rows.waitingKey(mail.id(), done.number())));
        }
        var side = new ArrayList<SideWrite>();
        var reports = reports(entry, ended);
        reports.forEach(report -> {
            changes.addAll(Shard.put(report.mail().id(), report.waiting()));
            changes.add(report.prepared().row());
            side.addAll(report.prepared().side());
        });
        writeDown(shard, changes, side);
        reports.forEach(report -> {
            report.prepared().releasing().run();
            bodies.unlink(report.content(), FIRST_TAG);
            watch(report.mail(), report.waiting());
        });
        int remaining = left.merge(mail.id(), -settlement.done().size(), Integer::sum);
        if (remaining == 0) {
            left.remove(mail.id());
            letGo(shard, entry);
        }
        return next(job, mail, ended);
    }

    /// Where the store takes no more writes, nothing is tried any more: what another server has
    /// taken could not be remembered, and would go there again and again.
    private void writeDown(Shard shard, List<Change> changes, List<SideWrite> side) {
        try {
            shard.commit(changes, side).await();
        } catch (StoreFailure failure) {
            schedule.close();
            LOG.error("The queue stands still until the server is started again.", failure);
            throw failure;
        }
    }

    /// What waits at the same next hop is this job's, tried just now or not; what goes to another
    /// from now on is another's.
    private Optional<Instant> next(Job job, Mail mail, Attempt.Ended ended) {
        var hop = job.hop().nextHop();
        var tried = new HashSet<Integer>();
        ended.settlement().done().forEach(each -> tried.add(each.number()));
        var mine = new ArrayList<Waiting>();
        for (Waiting each : ended.settlement().waiting()) {
            tried.add(each.number());
            var now = nextHop(mail, each);
            if (now.equals(hop)) {
                mine.add(each);
            } else {
                schedule.add(mail.id(), now, sender(mail), each.due());
            }
        }
        ended.found().waiting().stream()
                .filter(each -> !tried.contains(each.number()) && nextHop(mail, each).equals(hop))
                .forEach(mine::add);
        return ended.more()
                ? Optional.of(clock.now())
                : mine.stream().map(Waiting::due).min(Comparator.naturalOrder());
    }

    /// A message that needs nothing any more: its bodies go, then its row. Not waited for: where
    /// the power goes, the same is done at the next start.
    private void letGo(Shard shard, Entry entry) {
        String id = entry.mail().id();
        bodiesOf(entry.held()).forEach(body -> bodies.unlink(body, tag(id)));
        var _ = shard.commit(List.of(new Change.Delete(Rows.entryKey(id))), List.of());
    }

    // Reports.

    /// A report on its way into the queue.
    private record Report(Mail mail, List<Waiting> waiting, Prepared prepared, long content) {}

    private List<Report> reports(Entry entry, Attempt.Ended ended) {
        if (entry.mail().isNotice()) {
            return List.of();
        }
        var settlement = ended.settlement();
        var reports = new ArrayList<Report>();
        for (Reporter.Kind kind : Reporter.Kind.values()) {
            var told =
                    switch (kind) {
                        case FAILED -> wanted(settlement.failed(), Notify::failure);
                        case DELAYED -> settlement.warned();
                        case DELIVERED -> wanted(settlement.delivered(), Notify::success);
                    };
            if (!told.isEmpty()) {
                // Of each recipient there is at most one report of a kind.
                int first = told.getFirst().recipient().number();
                String id = entry.mail().id() + "." + kind.letter() + first;
                reports.add(report(id, entry, kind, told));
            }
        }
        return reports;
    }

    private static List<Settlement.Told> wanted(
            List<Settlement.Told> told, java.util.function.Predicate<Notify> which) {
        return told.stream().filter(it -> which.test(it.recipient().to().wants())).toList();
    }

    private Report report(String id, Entry entry, Reporter.Kind kind, List<Settlement.Told> told) {
        Instant now = clock.now();
        Mail about = entry.mail();
        var written =
                reporter.write(
                        kind,
                        id,
                        about,
                        told.stream()
                                .map(it -> new Reporter.Told(it.recipient().to(), it.answer()))
                                .toList(),
                        now,
                        () -> Attempt.open(bodies, entry.held()),
                        entry.held().headerLength());
        try (InputStream content = written.content()) {
            long body = bodies.put(content, FIRST_TAG);
            var mail =
                    new Mail(
                            id,
                            new Path.Null(),
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            written.smtpUtf8(),
                            written.messageId(),
                            now,
                            now);
            var to = new To(about.reversePath(), Notify.NEVER, Optional.empty());
            var waiting = List.of(new Waiting(0, to, 0, now, false, List.of()));
            var octets = new Octets(written.header(), body, written.contentLength());
            return new Report(mail, waiting, prepare(mail, octets), body);
        } catch (IOException damage) {
            throw new java.io.UncheckedIOException(damage);
        }
    }
}
