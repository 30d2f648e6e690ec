package posthouse.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.smtp.Path;
import posthouse.store.Hardships;
import posthouse.store.PowerCut;
import posthouse.store.Range;
import posthouse.store.SimDisk;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.store.StoreFailure;

/// A queue in a world with power cuts, failing syncs, servers that refuse, delay, hang, break off
/// and are not there, a DNS that fails, and a clock that jumps: every recipient that was accepted
/// ends delivered once, bounced once or still queued. `bin/check-sim queue N` runs more seeds.
class QueueSim {
    private static final long SEEDS = Long.getLong("posthouse.sim.seeds", 300);
    private static final int STEPS = 60;
    private static final Hardships HARD = new Hardships(0.01, 0.01, 0.005, 0, Hardships.Flaw.NONE);
    private static final QueueConfig CONFIG =
            new QueueConfig(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(70),
                    Duration.ofDays(2),
                    Duration.ofHours(4),
                    2,
                    3,
                    2);
    private static final String HERE = "here.test";
    private static final int WAITS_MAX = 3;

    @Test
    void everyRecipientEndsDeliveredOnceBouncedOnceOrStillQueued() {
        Seeds.eachAtOnce(SEEDS, random -> new World(random, Mistake.NONE).live());
    }

    @Test
    void noticesMistakes() {
        for (Mistake mistake : Mistake.values()) {
            if (mistake != Mistake.NONE) {
                assertThatThrownBy(
                                () -> Seeds.each(200, random -> new World(random, mistake).live()))
                        .as(mistake.name())
                        .isInstanceOf(AssertionError.class);
            }
        }
    }

    /// Something that is done wrong, to show that it would be seen.
    private enum Mistake {
        NONE,
        /// A mailbox takes what it has already.
        DELIVERS_AGAIN,
        /// What a disk says that it has synced, it has not.
        NO_SYNC,
        /// A carrier says that it has delivered, and has not.
        SAYS_DELIVERED,
        /// What was to be held is dropped.
        DROPS_FOR_HOLD,
        /// What was to be dropped is held.
        HOLDS_FOR_DROP,
        /// What was to be held is tried again.
        RETRIES_FOR_HOLD
    }

    private static final class World {
        private final Random random;
        private final Mistake mistake;
        private final SimDisk disk;
        private final SimTime time = new SimTime();
        private final List<Runnable> tasks = new ArrayList<>();
        private final Map<String, Set<String>> accepted = new HashMap<>();
        private final Set<String> uncertain = new HashSet<>();
        private final Map<String, Integer> delivered;
        private final Map<String, Integer> bounced = new HashMap<>();
        private final Set<String> inHand = new HashSet<>();
        private final SimElsewhere elsewhere;
        private final Set<String> held = new HashSet<>();
        private final Set<String> heldPerhaps = new HashSet<>();
        private final Set<String> gone = new HashSet<>();
        private final Set<String> dropped = new HashSet<>();
        private final Set<String> givenUp = new HashSet<>();
        private final List<Long> bodies = new ArrayList<>();
        private boolean operates = true;
        private boolean peace;
        private int outages;
        private int mails;
        private int waits;
        private Store store;
        private Queue queue;

        World(Random random, Mistake mistake) {
            this.random = random;
            this.mistake = mistake;
            disk = new SimDisk(random);
            elsewhere = new SimElsewhere(random, time, this::meanwhile);
            elsewhere.lies = mistake == Mistake.SAYS_DELIVERED;
            delivered = elsewhere.taken;
            store = disk.open();
            queue = start();
            disk.hardships(hard());
        }

        private Hardships hard() {
            return mistake == Mistake.NO_SYNC ? HARD.with(Hardships.Flaw.NO_SYNC) : HARD;
        }

        void live() throws Exception {
            for (int n = 0; n < STEPS; n++) {
                step();
            }
            comeToRest();
            check();
            checkNothingIsLeft();
        }

        private void step() throws Exception {
            try {
                switch (random.nextInt(14)) {
                    case 0, 1, 2 -> put();
                    case 3, 4, 5, 6, 7 -> runOne();
                    case 8, 9, 10 -> time.pass(Duration.ofSeconds(random.nextInt(4_000)));
                    case 11, 12 -> operate();
                    default -> rarely();
                }
            } catch (PowerCut _) {
                restart();
            } catch (StoreFailure _) {
                restart();
            }
            if (disk.isOff()) {
                restart();
            }
        }

        // The operator.

        private void operate() {
            var desk = queue.desk();
            String id = "m" + (1 + random.nextInt(mails + 1));
            if (random.nextInt(5) == 0) {
                var _ = desk.retry(Selection.ALL);
                return;
            }
            var which = random.nextInt(3) == 0 ? to(id, "d1.test") : Selection.of(id);
            var before = desk.list(which, 1).oldest();
            if (before.isEmpty()) {
                return;
            }
            switch (random.nextInt(5)) {
                case 0 -> {
                    if (!held.contains(id)) {
                        hold(desk, id);
                    }
                }
                case 1 -> {
                    held.remove(id);
                    boolean perhaps = !heldPerhaps.add(id);
                    // What a failed sync held is not held until the next start, but may be then.
                    if (desk.release(Selection.of(id)).messages() > 0 || !perhaps) {
                        heldPerhaps.remove(id);
                    }
                }
                case 2 -> {
                    var _ = desk.retry(which);
                }
                case 3 -> drop(desk, which, names(before.getFirst()));
                default -> bounce(desk, which, before.getFirst());
            }
        }

        private static Selection to(String id, String domain) {
            return new Selection(
                    Set.of(id),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(domain),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        private static Set<String> names(Standing message) {
            var names = new HashSet<String>();
            message.recipients().forEach(it -> names.add(message.mail().id() + it.to().path()));
            return names;
        }

        private void hold(QueueDesk desk, String id) {
            boolean perhaps = !heldPerhaps.add(id);
            var handled =
                    switch (mistake) {
                        case DROPS_FOR_HOLD -> desk.drop(Selection.of(id));
                        case RETRIES_FOR_HOLD -> desk.retry(Selection.of(id));
                        default -> desk.hold(Selection.of(id));
                    };
            // What a failed sync released is held until the next start, but may not be then.
            if (handled.messages() > 0 || !perhaps) {
                held.add(id);
                heldPerhaps.remove(id);
            }
        }

        private void drop(QueueDesk desk, Selection which, Set<String> names) {
            // Where the power goes, they may be gone or not.
            dropped.addAll(names);
            if (mistake == Mistake.HOLDS_FOR_DROP) {
                var _ = desk.hold(which);
            } else {
                assertThat(desk.drop(which).recipients()).isEqualTo(names.size());
            }
            gone.addAll(names);
        }

        private void bounce(QueueDesk desk, Selection which, Standing before) {
            var names = names(before);
            before.recipients().stream()
                    .filter(it -> it.state() == Standing.State.TRYING)
                    .forEach(it -> names.remove(before.mail().id() + it.to().path()));
            givenUp.addAll(names);
            var handled = desk.bounce(which);
            assertThat(handled.recipients()).isEqualTo(names.size());
            assertThat(handled.trying()).isEqualTo(before.waiting() - names.size());
            gone.addAll(names);
        }

        private void rarely() {
            switch (random.nextInt(4)) {
                case 0 -> time.jump(Duration.ofHours(random.nextInt(-30, 30)));
                case 1 -> elsewhere.change();
                case 2 -> restart();
                default -> time.pass(Duration.ofHours(3));
            }
        }

        private void runOne() {
            if (tasks.isEmpty()) {
                time.pass(Duration.ofMinutes(20));
            } else {
                tasks.remove(random.nextInt(tasks.size())).run();
            }
        }

        private void put() throws IOException {
            String id = "m" + ++mails;
            var to = new ArrayList<To>();
            var names = new HashSet<String>();
            for (int n = random.nextInt(5); n >= 0; n--) {
                String address = "u" + random.nextInt(3) + "@" + domain();
                if (names.add(address)) {
                    to.add(new To(path(address)));
                }
            }
            var mail =
                    new Mail(
                            id,
                            path("sender@" + HERE),
                            random.nextInt(2),
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            "",
                            time.now(),
                            time.now().plusSeconds(random.nextInt(10) == 0 ? 7_000 : 0));
            uncertain.add(id);
            long body = store.bodies().put(new ByteArrayInputStream(new byte[] {'x'}), "~test");
            bodies.add(body);
            queue.put(mail, new Octets(Bytes.latin1(header(id)), body, 1), to);
            accepted.put(id, names);
            uncertain.remove(id);
        }

        /// Some are too large for a row.
        private static String header(String id) {
            String more = id.endsWith("7") ? "B: " + "b".repeat(Filing.HEADER_ROW_MAX) : "B: b";
            return "A: " + id + "\r\n" + more + "\r\n\r\n";
        }

        private String domain() {
            return switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> HERE;
                case 4 -> SimElsewhere.NOWHERE;
                default -> "d" + random.nextInt(4) + ".test";
            };
        }

        private static Path path(String address) {
            return new Path.Mailbox(Address.parse(address).orElseThrow());
        }

        private void restart() {
            outages++;
            tasks.clear();
            time.close();
            disk.hardships(Hardships.NONE.with(hard().flaw()));
            store = disk.open();
            queue = start();
            disk.hardships(peace ? Hardships.NONE : hard());
        }

        private Queue start() {
            var started =
                    new Queue(
                            store,
                            time,
                            time,
                            tasks::add,
                            CONFIG,
                            this::route,
                            this::carry,
                            SimReports::write);
            started.start();
            return started;
        }

        private NextHop route(Mail mail, To to, int tries) {
            var domain = ((Path.Mailbox) to.path()).address().domain();
            if (domain.name().equals(HERE)) {
                return new NextHop.Here();
            }
            // One domain has a way round for when it is not reached.
            return domain.name().equals("d3.test") && tries > 2
                    ? new NextHop.Smarthost("round")
                    : new NextHop.Exchangers(domain);
        }

        // The others.

        private Carrier.Outcome carry(Consignment consignment) {
            String id = consignment.mail().id();
            assertThat(consignment.recipients()).hasSizeBetween(1, CONFIG.recipientsMax());
            assertThat(held).as("what is held is not tried").doesNotContain(id);
            var names = consignment.recipients().stream().map(to -> id + to.path()).toList();
            assertThat(gone).as("gone").doesNotContainAnyElementsOf(names);
            assertThat(inHand).as("tried by two").doesNotContainAnyElementsOf(names);
            inHand.addAll(names);
            try {
                return carryOn(consignment);
            } finally {
                names.forEach(inHand::remove);
            }
        }

        private Carrier.Outcome carryOn(Consignment consignment) {
            if (operates && random.nextInt(4) == 0) {
                operate();
            }
            // Whatever the operator does meanwhile, the message can be read to its end.
            String octets = read(consignment.octets());
            if (!consignment.mail().isNotice()) {
                String whole = header(consignment.mail().id()) + "x";
                assertThat(octets).isEqualTo(whole);
                assertThat(consignment.length()).isEqualTo(whole.length());
            }
            return consignment.nextHop() instanceof NextHop.Here
                    ? here(consignment, octets)
                    : elsewhere.carry(consignment);
        }

        /// Other tries go on, and begin, while one hangs.
        private void meanwhile() {
            waits++;
            try {
                for (int n = random.nextInt(4); n > 0; n--) {
                    if (tasks.isEmpty() || waits > WAITS_MAX) {
                        time.pass(Duration.ofMinutes(5));
                    } else {
                        tasks.remove(random.nextInt(tasks.size())).run();
                    }
                }
            } finally {
                waits--;
            }
        }

        /// A mailbox that knows what it has.
        private Carrier.Outcome here(Consignment consignment, String octets) {
            // A report that cannot be delivered goes unheard: nobody reports on reports.
            if (!consignment.mail().isNotice() && random.nextInt(10) == 0) {
                return SimElsewhere.all(
                        consignment, true, new Result.Delayed(answer("over quota")));
            }
            var results = new ArrayList<Result>();
            for (To to : consignment.recipients()) {
                String name = consignment.mail().id() + to.path();
                boolean again = mistake == Mistake.DELIVERS_AGAIN;
                if (!consignment.mail().isNotice()
                        && random.nextInt(12) == 0
                        && !delivered.containsKey(name)) {
                    results.add(new Result.Failed(answer("no such mailbox")));
                    continue;
                }
                if (!delivered.containsKey(name) || again) {
                    delivered.merge(name, 1, Integer::sum);
                    if (consignment.mail().isNotice()) {
                        hear(consignment.mail().id(), octets);
                    }
                }
                results.add(new Result.Delivered(answer("delivered"), Result.Place.MAILBOX, false));
            }
            return new Carrier.Outcome(true, results);
        }

        private Answer answer(String text) {
            return new Answer(time.now(), "mx.test", "", 0, "4.0.0", text);
        }

        private String read(Supplier<InputStream> octets) {
            try (var in = octets.get()) {
                return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (StoreFailure failure) {
                assertThat(peace).as("cannot be read: %s", failure).isFalse();
                throw failure;
            }
        }

        private void hear(String id, String octets) {
            SimReports.failed(octets).forEach(name -> bounced.merge(name, 1, Integer::sum));
            assertThat(id).contains(".");
        }

        // The end.

        private void comeToRest() throws IOException {
            peace = true;
            if (random.nextBoolean() || !takesMail()) {
                restart();
            }
            heldPerhaps.forEach(id -> queue.desk().release(Selection.of(id)));
            held.removeAll(heldPerhaps);
            comeToRest(held);
            checkHeld();
            held.clear();
            operates = false;
            var _ = queue.desk().release(Selection.ALL);
            comeToRest(Set.of());
            assertThat(queue.desk().figures().messages()).isZero();
            assertThat(queue.desk().list(Selection.ALL, 1).matching()).isZero();
        }

        /// What a start finds to be done with, it lets go; and the store writes that in the end.
        private void checkNothingIsLeft() {
            restart();
            store.close();
            store = disk.open();
            assertThat(rows()).isEmpty();
            for (long content : bodies) {
                assertThat(store.bodies().tags(content)).as("content").isEmpty();
                assertThat(store.bodies().tags(content + 1)).as("a large header").isEmpty();
            }
        }

        /// Until only these are left.
        private void comeToRest(Set<String> left) {
            for (int n = 0; n < 20_000; n++) {
                if (!tasks.isEmpty()) {
                    tasks.removeFirst().run();
                } else if (!time.pass(Duration.ofHours(1)) && areLeft(left)) {
                    return;
                }
            }
            throw new AssertionError("the queue does not come to rest: " + rows());
        }

        /// A store that has failed once takes nothing any more.
        private boolean takesMail() throws IOException {
            disk.hardships(Hardships.NONE.with(hard().flaw()));
            try {
                put();
                return true;
            } catch (StoreFailure _) {
                return false;
            }
        }

        /// What is held is all here still: each of its recipients that has not come to an end.
        private void checkHeld() {
            var standing = new HashSet<String>();
            queue.desk()
                    .list(Selection.ALL, 1_000)
                    .oldest()
                    .forEach(it -> {
                        assertThat(it.state()).isEqualTo(Standing.State.HELD);
                        standing.addAll(names(it));
                    });
            for (String id : held) {
                for (String recipient : accepted.getOrDefault(id, Set.of())) {
                    String name = id + "<" + recipient + ">";
                    boolean ended =
                            delivered.containsKey(name)
                                    || bounced.containsKey(name)
                                    || gone.contains(name)
                                    || dropped.contains(name);
                    assertThat(ended || standing.contains(name)).as(name).isTrue();
                }
            }
        }

        private List<String> rows() {
            var rows = new ArrayList<String>();
            store.partitions(Space.QUEUE)
                    .forEach(it ->
                            store.read(it, Range.ALL)
                                    .rows()
                                    .getFirst()
                                    .forEach(row ->
                                            rows.add(
                                                    row.key().latin1()
                                                            + (row.key().latin1().startsWith("r")
                                                                    ? Rows.waiting(
                                                                            row.key(), row.value())
                                                                    : ""))));
            return rows;
        }

        /// A message without recipients goes with the next sync.
        private boolean areLeft(Set<String> ids) {
            return rows().stream()
                    .filter(row -> row.startsWith("r/"))
                    .allMatch(row -> ids.contains(row.split("/")[1]));
        }

        private void check() {
            accepted.forEach((id, recipients) -> {
                for (String recipient : recipients) {
                    String name = id + "<" + recipient + ">";
                    int there = delivered.getOrDefault(name, 0);
                    int back = bounced.getOrDefault(name, 0);
                    if (!dropped.contains(name)) {
                        assertThat(there + back)
                                .as("%s is neither there nor back", name)
                                .isPositive();
                    }
                    assertThat(back).as("%s is back", name).isLessThanOrEqualTo(1);
                    if (recipient.endsWith(SimElsewhere.NOWHERE)) {
                        assertThat(there).as("%s cannot be there", name).isZero();
                    }
                    // What another server has taken and we could not write down, or it could not
                    // say, goes there again; and nobody knows better who gives it up then.
                    boolean once = recipient.endsWith(HERE) && !givenUp.contains(name);
                    int unheard = elsewhere.unheard.getOrDefault(name, 0);
                    int most = once ? 1 : 1 + outages + unheard;
                    assertThat(there + back)
                            .as("%s there and back", name)
                            .isLessThanOrEqualTo(most);
                }
            });
            var known = new HashSet<>(uncertain);
            known.addAll(accepted.keySet());
            for (String name : delivered.keySet()) {
                assertThat(known).contains(name.replaceAll("[.<].*", ""));
            }
        }
    }
}
