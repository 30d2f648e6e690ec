package posthouse.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import posthouse.bytes.Bytes;
import posthouse.time.Clock;

/// What an operator may see of the queue, and do to it. What a method says it has done is durable.
///
/// A recipient that is being tried at the moment is that try's: what comes of it is written down,
/// unless the recipient was dropped.
///
/// Any thread. Goes through the queue a few messages at a time, however many there are.
public final class QueueDesk {
    /// Messages that are listed at most.
    public static final int LIST_MAX = 10_000;

    /// Recipients that are shown of each message in a list.
    static final int RECIPIENTS_SHOWN = 10;

    /// Messages that are looked at, or changed, before others have their turn.
    private static final int PAGE = 100;

    private static final Comparator<Standing> OLDEST_FIRST =
            Comparator.<Standing, Instant>comparing(it -> it.mail().arrived())
                    .thenComparing(it -> it.mail().id());

    private final Stock stock;
    private final Schedule schedule;
    private final Clock clock;
    private final QueueConfig config;

    QueueDesk(Stock stock, Schedule schedule, Clock clock, QueueConfig config) {
        this.stock = stock;
        this.schedule = schedule;
        this.clock = clock;
        this.config = config;
    }

    // To see.

    /// A part of the queue.
    ///
    /// @param matching how many messages there are like these
    /// @param oldest those that came first, in that order
    public record Listing(long matching, List<Standing> oldest) {}

    /// @param most of them that are wanted, up to [#LIST_MAX]
    public Listing list(Selection which, int most) {
        if (most < 1 || most > LIST_MAX) {
            throw new IllegalArgumentException("a list has 1 to " + LIST_MAX + " messages");
        }
        var oldest = new PriorityQueue<>(OLDEST_FIRST.reversed());
        var matching = new AtomicLong();
        pages(
                which,
                (shard, ids) -> {
                    for (String id : ids) {
                        match(shard, id, which)
                                .ifPresent(it -> {
                                    matching.incrementAndGet();
                                    oldest.add(it.standing(RECIPIENTS_SHOWN));
                                    if (oldest.size() > most) {
                                        var _ = oldest.remove();
                                    }
                                });
                    }
                });
        return new Listing(matching.get(), oldest.stream().sorted(OLDEST_FIRST).toList());
    }

    /// Whether there is any message of these. Looks no further than the first.
    public boolean isAny(Selection which) {
        return anyPage(
                which,
                (shard, ids) -> ids.stream().anyMatch(id -> match(shard, id, which).isPresent()));
    }

    /// A message with all its recipients.
    ///
    /// @param header its header section
    public record Shown(Standing standing, Bytes header) {}

    public Optional<Shown> show(String id) {
        if (!Rows.isId(id)) {
            return Optional.empty();
        }
        return match(stock.shard(id), id, Selection.ALL)
                .map(it -> new Shown(it.standing(Integer.MAX_VALUE), header(it.found().entry())));
    }

    private Bytes header(Entry entry) {
        try (var in = stock.shard(entry.mail().id()).header(entry)) {
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException damage) {
            throw new UncheckedIOException(damage);
        }
    }

    public QueueFigures figures() {
        long messages = 0;
        long recipients = 0;
        long held = 0;
        Optional<Instant> oldest = Optional.empty();
        for (Stock.Known each : stock.known()) {
            messages += each.recipients() > 0 ? 1 : 0;
            recipients += each.recipients();
            held += each.recipients() > 0 && each.stopped() ? 1 : 0;
            if (each.recipients() > 0
                    && oldest.map(it -> each.arrived().isBefore(it)).orElse(true)) {
                oldest = Optional.of(each.arrived());
            }
        }
        var now = schedule.figures();
        return new QueueFigures(
                messages, recipients, oldest, held, now.due(), now.running(), now.resting());
    }

    // To do.

    /// Stops messages: nothing of them is tried until they are released, also after a restart.
    public Handled hold(Selection which) {
        return change(
                which,
                it -> {
                    if (it.isStopped()) {
                        return Handled.NOTHING;
                    }
                    it.written.add(stock.stop(it.shard, it.entry(), true));
                    return new Handled(1, it.match.ones().size(), it.match.at(it.running).size());
                });
    }

    /// Lets messages go on that were stopped. Each recipient is tried when it is due.
    public Handled release(Selection which) {
        return change(
                which,
                it -> {
                    if (!it.isStopped()) {
                        it.othersGoOn(List.of());
                        return Handled.NOTHING;
                    }
                    it.written.add(stock.stop(it.shard, it.entry(), false));
                    // Also who is being tried: that try may have seen already that the message is
                    // held.
                    it.next.addAll(it.match.found().waiting());
                    return new Handled(1, it.match.ones().size(), 0);
                });
    }

    /// Has recipients tried now, and their next hops roused that are left alone. Not what is held,
    /// nor what is to leave later.
    public Handled retry(Selection which) {
        Instant now = clock.now();
        return change(
                which,
                it -> {
                    var waits = new ArrayList<Waiting>();
                    for (var one : it.match.ones()) {
                        boolean may =
                                one.standing().state() != Standing.State.LATER && !it.isStopped();
                        if (may && !it.running.contains(one.nextHop())) {
                            waits.add(one.waiting().dueAt(now));
                            schedule.rouse(one.nextHop());
                        }
                    }
                    it.written.addAll(stock.keep(it.shard, it.entry(), waits));
                    it.next.addAll(waits);
                    it.othersGoOn(waits);
                    return new Handled(waits.isEmpty() ? 0 : 1, waits.size(), 0);
                });
    }

    /// Takes recipients away. Their sender hears nothing. Who is being tried just then may still
    /// get the message.
    public Handled drop(Selection which) {
        return change(
                which,
                it -> {
                    var gone = it.match.waiting();
                    it.written.addAll(stock.remove(it.shard, it.entry(), gone));
                    it.othersGoOn(gone);
                    return new Handled(1, gone.size(), it.match.at(it.running).size());
                });
    }

    /// Gives recipients up, as if their last try had failed: senders hear of it as they have asked.
    /// Not who is being tried just then, and no notices, which nobody is to hear of.
    public Handled bounce(Selection which) {
        var answer =
                new Answer(
                        clock.now(), "", "", 0, "5.0.0", "given up by the operator of this server");
        return change(
                which,
                it -> {
                    if (it.match.mail().isNotice()) {
                        it.othersGoOn(List.of());
                        return Handled.NOTHING;
                    }
                    var trying = it.match.at(it.running);
                    var failed = new ArrayList<>(it.match.waiting());
                    failed.removeAll(trying);
                    for (var some : Stock.parts(failed, config.recipientsMax())) {
                        var settlement = Settlement.failed(some, answer);
                        it.written.add(stock.write(it.shard, it.entry(), settlement));
                    }
                    it.othersGoOn(failed);
                    return new Handled(failed.isEmpty() ? 0 : 1, failed.size(), trying.size());
                });
    }

    // One after the other.

    /// What is done to one message, while nobody else is at it.
    @FunctionalInterface
    private interface Step {
        Handled on(Change change);
    }

    /// A message that is being changed. It was taken out of the schedule.
    private final class Change {
        private final Shard shard;
        private final Match match;

        /// Where it is being tried all the same.
        private final Set<NextHop> running;

        private final List<Stock.Written> written = new ArrayList<>();

        /// Who is put into the schedule again.
        private final List<Waiting> next = new ArrayList<>();

        Change(Shard shard, Match match) {
            this.shard = shard;
            this.match = match;
            running = schedule.take(match.mail().id());
        }

        Entry entry() {
            return match.found().entry();
        }

        boolean isStopped() {
            return entry().stopped();
        }

        /// Everybody but these waits as before.
        void othersGoOn(List<Waiting> these) {
            if (isStopped()) {
                return;
            }
            var numbers = these.stream().map(Waiting::number).collect(Collectors.toSet());
            for (Waiting each : match.found().waiting()) {
                if (!numbers.contains(each.number())
                        && !running.contains(stock.nextHop(match.mail(), each))) {
                    next.add(each);
                }
            }
        }

        Handled by(Step step) {
            try {
                return step.on(this);
            } catch (RuntimeException failure) {
                next.clear();
                othersGoOn(List.of());
                throw failure;
            }
        }

        void finish() {
            written.forEach(Stock.Written::finish);
            next.forEach(it -> stock.schedule(match.mail(), it));
            stock.tidy(match.mail().id());
        }
    }

    private Handled change(Selection which, Step step) {
        var handled = new AtomicReference<>(Handled.NOTHING);
        pages(
                which,
                (shard, ids) ->
                        shard.alone(() -> {
                            var changes = new ArrayList<Change>();
                            try {
                                for (String id : ids) {
                                    match(shard, id, which)
                                            .ifPresent(it -> {
                                                var change = new Change(shard, it);
                                                changes.add(change);
                                                handled.updateAndGet(change.by(step)::plus);
                                            });
                                }
                            } finally {
                                // All are on their way by now, so that they share a sync.
                                changes.forEach(Change::finish);
                            }
                        }));
        return handled.get();
    }

    private Optional<Match> match(Shard shard, String id, Selection which) {
        return shard.find(id)
                .flatMap(it ->
                        Match.of(it, which, stock.routes(), schedule.running(id), clock.now()));
    }

    /// Gives the ids of messages that may be meant, some at a time.
    private void pages(Selection which, BiConsumer<Shard, List<String>> sink) {
        var _ =
                anyPage(
                        which,
                        (shard, ids) -> {
                            sink.accept(shard, ids);
                            return false;
                        });
    }

    /// The same, until one is found.
    private boolean anyPage(Selection which, BiPredicate<Shard, List<String>> wanted) {
        if (!which.ids().isEmpty()) {
            return which.ids().stream()
                    .filter(Rows::isId)
                    .anyMatch(id -> wanted.test(stock.shard(id), List.of(id)));
        }
        Predicate<Mail> may = mail -> which.admits(mail, clock.now());
        for (Shard shard : stock.shards()) {
            var page = shard.ids("", PAGE, may);
            while (!page.isEmpty()) {
                if (wanted.test(shard, page)) {
                    return true;
                }
                page = shard.ids(page.getLast(), PAGE, may);
            }
        }
        return false;
    }
}
