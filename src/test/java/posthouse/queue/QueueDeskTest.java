package posthouse.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.smtp.Path;
import posthouse.store.MemoryStore;
import posthouse.store.Store;
import posthouse.time.Clock;
import posthouse.time.SystemTimers;
import posthouse.time.Timers;

class QueueDeskTest {
    private static final Answer LATER = new Answer(Instant.EPOCH, "mx", "", 450, "4.2.0", "later");

    private final SimTime time = new SimTime();
    private final Store store = new MemoryStore();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Consignment> carried = new ArrayList<>();
    private final List<String> reported = Collections.synchronizedList(new ArrayList<>());
    private Queue queue = open(time, time, tasks::add, this::putOff);

    private Queue open(Clock clock, Timers timers, Executor threads, Carrier carrier) {
        var opened =
                new Queue(
                        store,
                        clock,
                        timers,
                        threads,
                        QueueConfig.DEFAULT,
                        (_, to, _) -> new NextHop.Exchangers(domain(to.path())),
                        carrier,
                        (kind, id, about, told, _, _, _) -> {
                            told.forEach(it ->
                                    reported.add(
                                            kind
                                                    + " "
                                                    + about.id()
                                                    + it.to().path()
                                                    + " "
                                                    + it.answer().text()));
                            return new Reporter.Written(
                                    Bytes.latin1("Subject: " + id + "\r\n\r\n"),
                                    new ByteArrayInputStream(new byte[] {'x'}),
                                    1,
                                    "",
                                    false);
                        });
        opened.start();
        return opened;
    }

    private static Domain domain(Path path) {
        return path instanceof Path.Mailbox(var address) ? address.domain() : new Domain("none");
    }

    private Carrier.Outcome putOff(Consignment consignment) {
        carried.add(consignment);
        return new Carrier.Outcome(
                true,
                consignment.recipients().stream()
                        .<Result>map(_ -> new Result.Delayed(LATER))
                        .toList());
    }

    private void put(String id, Duration release, String from, String... to) {
        put(queue, time.now(), id, release, from, to);
    }

    private void put(
            Queue into, Instant now, String id, Duration release, String from, String... to) {
        var mail =
                new Mail(
                        id,
                        path(from),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        "",
                        now,
                        now.plus(release));
        try {
            long body = store.bodies().put(new ByteArrayInputStream(new byte[3]), "~test");
            var octets = new Octets(Bytes.latin1("Subject: " + id + "\r\n\r\n"), body, 3);
            into.put(mail, octets, Set.of(to).stream().map(it -> new To(path(it))).toList());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Path path(String text) {
        return new Path.Mailbox(Address.parse(text).orElseThrow());
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private List<String> ids(Selection which) {
        return queue.desk().list(which, 100).oldest().stream().map(it -> it.mail().id()).toList();
    }

    private Standing.State state(String id) {
        return queue.desk().show(id).orElseThrow().standing().state();
    }

    private static Selection where(
            String sender, String recipient, String domain, String nextHop, Standing.State state) {
        return new Selection(
                Set.of(),
                some(sender),
                some(recipient),
                some(domain),
                some(nextHop),
                Optional.empty(),
                state == Standing.State.TRYING ? Optional.empty() : Optional.of(state));
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Test
    void takesAMessageOnceWhileItIsThere() {
        put("a", Duration.ZERO, "ann@one.test", "ben@two.test");
        put("a", Duration.ZERO, "ann@one.test", "ben@two.test", "cid@three.test");
        run();
        assertThat(ids(Selection.ALL)).containsExactly("a");
        assertThat(carried).hasSize(1);
    }

    @Test
    void findsWhatIsMeant() {
        put("a", Duration.ZERO, "ann@one.test", "Ben@two.test");
        time.jump(Duration.ofHours(2));
        put("b", Duration.ZERO, "eve@one.test", "ben@two.test", "cid@three.test");
        run();
        put("c", Duration.ofHours(5), "ann@one.test", "cid@three.test");
        var any = Standing.State.TRYING;
        assertThat(ids(Selection.ALL)).containsExactly("a", "b", "c");
        assertThat(ids(where("ANN@one.test", "", "", "", any))).containsExactly("a", "c");
        assertThat(ids(where("", "ben@TWO.test", "", "", any))).containsExactly("a", "b");
        assertThat(ids(where("", "", "three.test", "", any))).containsExactly("b", "c");
        assertThat(ids(where("", "", "", "Two.test", any))).containsExactly("a", "b");
        assertThat(ids(where("", "", "", "", Standing.State.DEFERRED))).containsExactly("a", "b");
        assertThat(ids(where("", "", "", "", Standing.State.LATER))).containsExactly("c");
        assertThat(ids(where("", "", "", "", Standing.State.HELD))).isEmpty();
        assertThat(
                        ids(
                                new Selection(
                                        Set.of("b", "no", "a/b", "ü"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())))
                .containsExactly("b");
        assertThat(
                        ids(
                                new Selection(
                                        Set.of(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(Duration.ofMinutes(90)),
                                        Optional.empty())))
                .containsExactly("a");
    }

    @Test
    void listsTheOldestOfManyAndCountsAll() {
        for (int n = 0; n < 1_000; n++) {
            put("m" + n, Duration.ZERO, "ann@one.test", "ben@d" + n % 7 + ".test");
            time.jump(Duration.ofSeconds(1));
        }
        var listing = queue.desk().list(Selection.ALL, 3);
        assertThat(listing.matching()).isEqualTo(1_000);
        assertThat(queue.desk().isAny(Selection.ALL)).isTrue();
        assertThat(queue.desk().isAny(where("", "", "d7.test", "", Standing.State.TRYING)))
                .isFalse();
        assertThat(queue.desk().isAny(where("", "", "d6.test", "", Standing.State.TRYING)))
                .isTrue();
        assertThat(listing.oldest())
                .extracting(it -> it.mail().id())
                .containsExactly("m0", "m1", "m2");
        assertThat(
                        queue.desk()
                                .drop(where("", "", "d3.test", "", Standing.State.TRYING))
                                .messages())
                .isEqualTo(143);
        assertThat(queue.desk().figures().messages()).isEqualTo(857);
        for (int most : new int[] {0, QueueDesk.LIST_MAX + 1}) {
            assertThatThrownBy(() -> queue.desk().list(Selection.ALL, most))
                    .hasMessageContaining("10000");
        }
    }

    @Test
    void showsAMessage() {
        put("a", Duration.ZERO, "ann@one.test", "ben@two.test");
        run();
        var shown = queue.desk().show("a").orElseThrow();
        assertThat(shown.header().latin1()).isEqualTo("Subject: a\r\n\r\n");
        assertThat(shown.standing().length()).isEqualTo(17);
        var ben = shown.standing().recipients().getFirst();
        assertThat(ben.tries()).isEqualTo(1);
        assertThat(ben.nextHop()).hasToString("two.test");
        assertThat(ben.due()).isEqualTo(time.now().plus(Duration.ofMinutes(5)));
        assertThat(ben.answers()).containsExactly(LATER);
        assertThat(queue.desk().show("b")).isEmpty();
        assertThat(queue.desk().show("no/id")).isEmpty();
    }

    @Test
    void holdsAlsoOverARestartUntilReleased() {
        put("a", Duration.ZERO, "ann@one.test", "ben@two.test");
        assertThat(queue.desk().hold(Selection.of("a"))).isEqualTo(new Handled(1, 1, 1));
        run();
        assertThat(carried).isEmpty();
        assertThat(queue.desk().hold(Selection.of("a"))).isEqualTo(Handled.NOTHING);
        queue = open(time, time, tasks::add, this::putOff);
        time.pass(Duration.ofDays(1));
        run();
        assertThat(carried).isEmpty();
        assertThat(state("a")).isEqualTo(Standing.State.HELD);
        assertThat(queue.desk().retry(Selection.ALL)).isEqualTo(Handled.NOTHING);
        assertThat(queue.desk().figures().held()).isEqualTo(1);
        assertThat(queue.desk().release(Selection.ALL)).isEqualTo(new Handled(1, 1, 0));
        run();
        assertThat(carried)
                .extracting(it -> it.mail().id())
                .as("it, and then word to its sender that it waits since yesterday")
                .containsExactly("a", "a.d0");
        assertThat(queue.desk().release(Selection.ALL)).isEqualTo(Handled.NOTHING);
    }

    @Test
    void triesAgainNowAlsoWhereTheNextHopIsLeftAlone() {
        var calls = new HashMap<String, Integer>();
        queue =
                open(
                        time,
                        time,
                        tasks::add,
                        it -> {
                            var _ = calls.merge(it.nextHop().toString(), 1, Integer::sum);
                            return new Carrier.Outcome(false, List.of(new Result.Delayed(LATER)));
                        });
        for (String id : List.of("a", "b", "c", "d")) {
            put(id, Duration.ZERO, "ann@one.test", "ben@two.test");
            run();
        }
        put("e", Duration.ofHours(5), "ann@one.test", "ben@three.test");
        int before = calls.getOrDefault("two.test", 0);
        assertThat(before).as("the last ones were excused").isLessThan(4);
        assertThat(queue.desk().figures().restingHops()).isEqualTo(1);
        assertThat(queue.desk().retry(Selection.ALL).messages()).isEqualTo(4);
        run();
        assertThat(calls.getOrDefault("two.test", 0)).isGreaterThan(before);
        assertThat(calls).as("not what is to leave later").doesNotContainKey("three.test");
    }

    @Test
    void dropsAndSaysNothing() {
        put("a", Duration.ofHours(9), "ann@one.test", "ben@two.test", "cid@three.test");
        assertThat(queue.desk().drop(where("", "", "two.test", "", Standing.State.TRYING)))
                .isEqualTo(new Handled(1, 1, 0));
        assertThat(queue.desk().show("a").orElseThrow().standing().waiting()).isEqualTo(1);
        assertThat(queue.desk().drop(Selection.of("a"))).isEqualTo(new Handled(1, 1, 0));
        assertThat(queue.desk().show("a")).isEmpty();
        time.pass(Duration.ofDays(1));
        run();
        assertThat(carried).isEmpty();
        assertThat(reported).isEmpty();
        assertThat(queue.desk().figures().oldest()).isEmpty();
    }

    @Test
    void bouncesWithAReport() {
        put("a", Duration.ZERO, "ann@one.test", "ben@two.test");
        run();
        assertThat(queue.desk().bounce(Selection.of("a"))).isEqualTo(new Handled(1, 1, 0));
        assertThat(reported)
                .containsExactly("FAILED a<ben@two.test> given up by the operator of this server");
        assertThat(ids(Selection.ALL)).containsExactly("a.f0");
        assertThat(queue.desk().bounce(Selection.ALL)).isEqualTo(Handled.NOTHING);
        run();
        assertThat(carried).hasSize(2);
    }

    @Test
    void neitherBouncesNorTriesTwiceWhatIsBeingTried() {
        var desks = new ArrayList<QueueDesk>();
        queue =
                open(
                        time,
                        time,
                        tasks::add,
                        it -> {
                            carried.add(it);
                            var desk = desks.getFirst();
                            assertThat(desk.show("a").orElseThrow().standing().state())
                                    .isEqualTo(Standing.State.TRYING);
                            assertThat(desk.bounce(Selection.ALL)).isEqualTo(new Handled(0, 0, 1));
                            assertThat(desk.retry(Selection.ALL)).isEqualTo(Handled.NOTHING);
                            assertThat(tasks).isEmpty();
                            assertThat(desk.drop(Selection.ALL)).isEqualTo(new Handled(1, 1, 1));
                            return new Carrier.Outcome(true, List.of(new Result.Failed(LATER)));
                        });
        desks.add(queue.desk());
        put("a", Duration.ZERO, "ann@one.test", "ben@two.test");
        run();
        assertThat(reported).as("dropped meanwhile").isEmpty();
        assertThat(queue.desk().figures())
                .isEqualTo(new QueueFigures(0, 0, Optional.empty(), 0, 0, 0, 0));
    }

    /// Tries and an operator at the same time: each recipient ends in one way.
    @Test
    void doesNotMeetTriesHalfWay() {
        var ends = new ConcurrentHashMap<String, String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var timers = new SystemTimers()) {
            var busy =
                    open(
                            Clock.system(),
                            timers,
                            threads,
                            it -> {
                                var results = new ArrayList<Result>();
                                for (To to : it.recipients()) {
                                    Thread.yield();
                                    if (!it.mail().isNotice()) {
                                        assertThat(
                                                        ends.put(
                                                                it.mail().id() + to.path(),
                                                                "delivered"))
                                                .isNull();
                                    }
                                    results.add(
                                            new Result.Delivered(
                                                    LATER, Result.Place.SERVER, false));
                                }
                                return new Carrier.Outcome(true, results);
                            });
            var random = new Random(1);
            var desk = busy.desk();
            for (int n = 0; n < 500; n++) {
                String id = "m" + n;
                put(
                        busy,
                        Clock.system().now(),
                        id,
                        Duration.ZERO,
                        "a@here.test",
                        "b@x.test",
                        "c@y.test");
                var _ =
                        switch (random.nextInt(4)) {
                            case 0 -> desk.hold(Selection.of(id));
                            case 1 -> desk.retry(Selection.of(id));
                            default -> desk.bounce(Selection.of(id));
                        };
            }
            var _ = desk.release(Selection.ALL);
            while (desk.figures().messages() > 0) {
                Thread.onSpinWait();
            }
            busy.close();
        }
        var bounced = new HashMap<String, Integer>();
        reported.forEach(line -> bounced.merge(line.split(" ")[1], 1, Integer::sum));
        for (int n = 0; n < 500; n++) {
            for (String to : List.of("<b@x.test>", "<c@y.test>")) {
                String name = "m" + n + to;
                int all = bounced.getOrDefault(name, 0) + (ends.containsKey(name) ? 1 : 0);
                assertThat(all).as(name).isEqualTo(1);
            }
        }
        assertThat(Map.of("delivered", ends.size(), "bounced", bounced.size()))
                .as("both happened")
                .doesNotContainValue(0);
    }
}
