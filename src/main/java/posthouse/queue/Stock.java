package posthouse.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.smtp.Path;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.SideWrite;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.time.Clock;

/// What is in the queue: the rows, and in step with them what memory knows of each message and the
/// schedule.
///
/// Whatever changes rows and tells the schedule does both under the shard's order: tries together,
/// since each touches only the recipients that it has tried; the operator alone.
final class Stock {
    /// Rows that one commit puts.
    private static final int ROWS_MAX = 400;

    private static final Logger LOG = LoggerFactory.getLogger(Stock.class);

    private final Clock clock;
    private final QueueConfig config;
    private final Routes routes;
    private final Schedule schedule;
    private final Filing filing;
    private final Reports reports;
    private final List<Shard> shards;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private volatile Watcher watcher = Watcher.NONE;

    /// What is known of a message without looking.
    ///
    /// @param recipients that wait
    record Known(int recipients, Instant arrived, boolean stopped, Held held) {
        Known plus(int more) {
            return new Known(recipients + more, arrived, stopped, held);
        }
    }

    Stock(
            Store store,
            Clock clock,
            QueueConfig config,
            Routes routes,
            Schedule schedule,
            Reporter reporter) {
        this.clock = clock;
        this.config = config;
        this.routes = routes;
        this.schedule = schedule;
        filing = new Filing(store.bodies());
        reports = new Reports(store.bodies(), clock, reporter);
        shards = IntStream.range(0, Shard.COUNT).mapToObj(n -> new Shard(store, n)).toList();
    }

    void watch(Watcher other) {
        watcher = other;
    }

    List<Shard> shards() {
        return shards;
    }

    Shard shard(String id) {
        return shards.get(Shard.numberOf(id));
    }

    Collection<Known> known() {
        return known.values();
    }

    Routes routes() {
        return routes;
    }

    NextHop nextHop(Mail mail, Waiting waiting) {
        return routes.nextHop(mail, waiting.to(), waiting.tries());
    }

    // From the store.

    /// Reads all that there is, but for what was put already. Once.
    void load() {
        shards.forEach(shard -> shard.alone(() -> load(shard)));
    }

    private void load(Shard shard) {
        var put = new HashSet<String>();
        var mails = new HashMap<String, Entry>();
        shard.entries(entry -> {
            String id = entry.mail().id();
            mails.put(id, entry);
            if (known.containsKey(id)) {
                put.add(id);
            }
        });
        var unknown = new HashSet<Bytes>();
        shard.waiting((id, waiting) -> {
            Entry entry = mails.get(id);
            if (entry == null) {
                unknown.add(Rows.waitingKey(id, waiting.number()));
                return;
            }
            if (put.contains(id)) {
                return;
            }
            count(entry, 1);
            if (!entry.stopped()) {
                schedule(entry.mail(), waiting);
            }
        });
        forgetUnfinished(shard, unknown);
        mails.values().stream()
                .filter(entry -> !known.containsKey(entry.mail().id()))
                .forEach(entry -> letGo(shard, entry.mail().id(), entry.held()));
    }

    /// What was left of messages that were never whole.
    private static void forgetUnfinished(Shard shard, Set<Bytes> keys) {
        var deletes = keys.stream().<Change>map(Change.Delete::new).toList();
        for (var some : parts(deletes, ROWS_MAX)) {
            shard.commit(some, List.of()).await();
        }
    }

    static <T> List<List<T>> parts(List<T> list, int most) {
        var parts = new ArrayList<List<T>>();
        for (int from = 0; from < list.size(); from += most) {
            parts.add(list.subList(from, Math.min(list.size(), from + most)));
        }
        return parts;
    }

    // Into the store.

    /// When this returns, the message is durable. Nothing happens where one of that id is there.
    void put(Mail mail, Octets octets, List<Waiting> waiting) {
        if (known.containsKey(mail.id())) {
            return;
        }
        var prepared = filing.prepare(mail, waiting, octets, false);
        Shard shard = shard(mail.id());
        shard.together(() -> {
            // Earlier commits become durable earlier, so the last one stands for all.
            var commits = prepared.commits();
            for (var changes : commits.subList(0, commits.size() - 1)) {
                var _ = shard.commit(changes, List.of());
            }
            shard.commit(commits.getLast(), prepared.side()).await();
            filing.release(prepared);
            watcher.queued(mail, waiting.stream().map(Waiting::to).toList());
            watch(prepared);
        });
    }

    private void watch(Filing.Prepared message) {
        Mail mail = message.mail();
        count(new Entry(mail, message.held(), false), message.waiting().size());
        // One job a next hop, however many recipients.
        var byHop = new LinkedHashMap<NextHop, Instant>();
        for (Waiting each : message.waiting()) {
            byHop.merge(nextHop(mail, each), each.due(), (a, b) -> a.isBefore(b) ? a : b);
        }
        byHop.forEach((hop, due) -> schedule.add(mail.id(), hop, sender(mail), due));
    }

    private void count(Entry entry, int more) {
        Mail mail = entry.mail();
        known.compute(
                mail.id(),
                (_, before) ->
                        before == null
                                ? new Known(more, mail.arrived(), entry.stopped(), entry.held())
                                : before.plus(more));
    }

    /// Has the recipient tried when it is due.
    void schedule(Mail mail, Waiting waiting) {
        Instant most = clock.now().plus(config.retryMost());
        Instant due = waiting.tries() > 0 && waiting.due().isAfter(most) ? most : waiting.due();
        schedule.add(mail.id(), nextHop(mail, waiting), sender(mail), due);
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

    // What changes.

    /// Something that is on its way into the store.
    ///
    /// @param then what follows when it is there
    record Written(Stock stock, Committed committed, Runnable then) {
        /// Waits for it.
        void finish() {
            stock.orStandStill(() -> {
                committed.await();
                return true;
            });
            then.run();
        }
    }

    /// @param changes at most as many as one commit takes
    Written write(Shard shard, List<Change> changes, List<SideWrite> side, Runnable then) {
        return new Written(this, orStandStill(() -> shard.commit(changes, side)), then);
    }

    /// Where the store takes no more writes, nothing is tried any more: what another server has
    /// taken could not be remembered, and would go there again and again.
    private <T> T orStandStill(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreFailure failure) {
            schedule.close();
            LOG.error("The queue stands still until the server is started again.", failure);
            throw failure;
        }
    }

    /// Writes a settlement down, and the reports that it calls for in the same commit.
    Written write(Shard shard, Entry entry, Settlement settlement) {
        String id = entry.mail().id();
        var changes = new ArrayList<Change>(Shard.put(id, settlement.waiting()));
        changes.addAll(Shard.delete(id, settlement.done()));
        var side = new ArrayList<SideWrite>();
        var made = reports.of(shard, entry, settlement);
        made.forEach(report -> {
            report.commits().forEach(changes::addAll); // it has one recipient, and so one commit
            side.addAll(report.side());
        });
        return write(
                shard,
                changes,
                side,
                () -> {
                    tell(entry.mail(), settlement, made);
                    made.forEach(filing::release);
                    made.forEach(this::watch);
                    count(entry, -settlement.done().size());
                });
    }

    private void tell(Mail mail, Settlement settlement, List<Filing.Prepared> made) {
        for (var told : settlement.delivered()) {
            watcher.delivered(
                    mail,
                    told.recipient().to(),
                    told.answer(),
                    told.place() == Result.Place.SERVER);
        }
        settlement.failed().forEach(it -> watcher.failed(mail, it.recipient().to(), it.answer()));
        settlement.waiting().forEach(it -> watcher.delayed(mail, it.to(), it.last().getLast()));
        made.forEach(report -> watcher.reported(mail, report.mail()));
    }

    /// Writes recipients down as they wait from now on.
    List<Written> keep(Shard shard, Entry entry, List<Waiting> waiting) {
        return parts(waiting, ROWS_MAX).stream()
                .map(some -> write(shard, Shard.put(entry.mail().id(), some), List.of(), () -> {}))
                .toList();
    }

    /// Takes recipients away of whom nobody is to hear.
    List<Written> remove(Shard shard, Entry entry, List<Waiting> waiting) {
        String id = entry.mail().id();
        return parts(waiting, ROWS_MAX).stream()
                .map(some ->
                        write(
                                shard,
                                Shard.delete(id, some),
                                List.of(),
                                () -> {
                                    watcher.dropped(
                                            entry.mail(), some.stream().map(Waiting::to).toList());
                                    count(entry, -some.size());
                                }))
                .toList();
    }

    /// Writes down that a message is stopped, or is not.
    Written stop(Shard shard, Entry entry, boolean stopped) {
        return write(
                shard,
                List.of(Shard.put(new Entry(entry.mail(), entry.held(), stopped))),
                List.of(),
                () -> {
                    watcher.stopped(entry.mail(), stopped);
                    known.computeIfPresent(
                            entry.mail().id(),
                            (_, it) ->
                                    new Known(it.recipients(), it.arrived(), stopped, it.held()));
                });
    }

    // What came of tries.

    /// Writes down what came of a try.
    ///
    /// @return when the job is to be run again
    Optional<Instant> settle(Job job, Attempt.Ended ended) {
        Shard shard = shard(job.id());
        return shard.together(() -> {
            var found = shard.find(job.id());
            return found.isPresent() ? settle(job, shard, found.get(), ended) : Optional.empty();
        });
    }

    private Optional<Instant> settle(Job job, Shard shard, Shard.Found found, Attempt.Ended ended) {
        // The operator may have taken some away meanwhile.
        var settlement =
                ended.settlement()
                        .of(
                                found.waiting().stream()
                                        .map(Waiting::number)
                                        .collect(Collectors.toSet()));
        if (!settlement.isEmpty()) {
            write(shard, found.entry(), settlement).finish();
        }
        if (found.entry().stopped()) {
            return Optional.empty();
        }
        var next = next(job, found, settlement);
        return ended.more() ? Optional.of(clock.now()) : next;
    }

    /// What waits at the same next hop is this job's, tried just now or not; what goes to another
    /// from now on is another's.
    private Optional<Instant> next(Job job, Shard.Found found, Settlement settlement) {
        Mail mail = found.entry().mail();
        var hop = job.hop().nextHop();
        var tried = new HashSet<Integer>();
        settlement.done().forEach(each -> tried.add(each.number()));
        var mine = new ArrayList<Waiting>();
        for (Waiting each : settlement.waiting()) {
            tried.add(each.number());
            var now = nextHop(mail, each);
            if (now.equals(hop)) {
                mine.add(each);
            } else {
                schedule.add(mail.id(), now, sender(mail), each.due());
            }
        }
        found.waiting().stream()
                .filter(each -> !tried.contains(each.number()) && nextHop(mail, each).equals(hop))
                .forEach(mine::add);
        return mine.stream().map(Waiting::due).min(Comparator.naturalOrder());
    }

    // What has nothing left to do.

    /// Lets go of a message that has no recipients any more, once nothing of it is being tried: a
    /// try may still read its bodies.
    void tidy(String id) {
        var now = known.get(id);
        if (now == null || now.recipients() > 0 || !schedule.running(id).isEmpty()) {
            return;
        }
        if (known.remove(id, now)) {
            letGo(shard(id), id, now.held());
        }
    }

    /// Its bodies go, then its rows. Not waited for: where the power goes, the same is done at the
    /// next start.
    private void letGo(Shard shard, String id, Held held) {
        filing.letGo(id, held);
        var _ = shard.commit(Shard.delete(id), List.of());
    }
}
