package posthouse.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.address.Domain;

/// The schedule against next hops that answer at once and others that keep silent until they are
/// given up.
class ScheduleTest {
    private static final int PLACES = 6;
    private static final int UNPROVEN_PLACES = Schedule.UNPROVEN_TIMES * PLACES;
    private static final Answer SILENCE =
            new Answer(Instant.EPOCH, "mx", "", 0, "4.4.1", "no answer within 30 seconds");
    private static final QueueConfig CONFIG =
            new QueueConfig(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(70),
                    Duration.ofDays(2),
                    Duration.ofHours(4),
                    PLACES,
                    4,
                    50);

    private final SimTime time = new SimTime();
    private final Deque<Job> begun = new ArrayDeque<>();
    private final Schedule schedule = new Schedule(time, time, CONFIG, begun::add);
    private int messages;

    private static NextHop hop(String domain) {
        return new NextHop.Exchangers(new Domain(domain));
    }

    private void add(String domain, int count) {
        for (int n = 0; n < count; n++) {
            schedule.add("m" + messages++, hop(domain), "sender", time.now());
        }
    }

    private static boolean isAt(Job job, String kind) {
        return job.hop().nextHop().toString().startsWith(kind);
    }

    private void answered(Job job) {
        schedule.ended(job, Optional.empty(), Optional.empty());
    }

    private void silent(Job job) {
        schedule.ended(job, Optional.of(SILENCE), Optional.of(time.now().plusSeconds(600)));
    }

    /// Ends all tries at live next hops, and those that they make room for.
    ///
    /// @return the others, which hang
    private List<Job> answerAll() {
        var hanging = new ArrayList<Job>();
        while (!begun.isEmpty()) {
            Job job = begun.remove();
            if (isAt(job, "live")) {
                answered(job);
            } else {
                hanging.add(job);
            }
        }
        return hanging;
    }

    @Test
    void theLivingDoNotWaitForTheDead() {
        int dead = PLACES + 2;
        for (int n = 0; n < dead; n++) {
            add("dead" + n + ".test", 20);
        }
        for (int n = 0; n < 40; n++) {
            add("live" + n + ".test", 5);
        }

        var hanging = answerAll();

        assertThat(hanging).hasSize(dead * Hop.WINDOW_FIRST);
        assertThat(schedule.figures().running()).isEqualTo(hanging.size());
        assertThat(schedule.figures().due()).isEqualTo(dead * 20 - hanging.size());
        assertThat(schedule.figures().nextHops()).as("of the living none is left").isEqualTo(dead);
        assertThat(time.nanos()).isZero();
    }

    @Test
    void theUnprovenHaveSoManyPlacesAndNoMore() {
        for (int n = 0; n < UNPROVEN_PLACES; n++) {
            add("dead" + n + ".test", 2);
        }
        var hanging = answerAll();
        assertThat(hanging).hasSize(UNPROVEN_PLACES);

        add("live.test", 1);
        assertThat(begun).as("nobody knows that it lives").isEmpty();
        time.pass(Duration.ofSeconds(30));
        silent(hanging.getFirst());
        assertThat(begun).as("one place is free").hasSize(1);
    }

    @Test
    void theProvenHaveSoManyPlacesAndNoMore() {
        prove("live", PLACES);
        for (int n = 0; n < PLACES; n++) {
            add("live" + n + ".test", 4);
        }
        assertThat(begun).hasSize(PLACES);
        add("new.test", 1);
        assertThat(begun).as("a place of the others").hasSize(PLACES + 1);

        answered(begun.removeFirst());

        assertThat(begun).hasSize(PLACES + 1);
    }

    /// They stay known, because each has a message that is due in an hour.
    private void prove(String kind, int count) {
        for (int n = 0; n < count; n++) {
            NextHop hop = hop(kind + n + ".test");
            schedule.add("later" + kind + n, hop, "sender", time.now().plusSeconds(3_600));
            schedule.add("proof" + kind + n, hop, "sender", time.now());
        }
        while (!begun.isEmpty()) {
            answered(begun.remove());
        }
    }

    @Test
    void whatIsPassedOverDoesNotWaitForAPlaceOfTheUnproven() {
        add("dead.test", 1);
        silent(begun.remove());
        for (int n = 0; n < UNPROVEN_PLACES; n++) {
            add("slow" + n + ".test", 1);
        }
        begun.clear();

        add("dead.test", PLACES + 1);

        assertThat(begun).as("as many as there are places").hasSize(PLACES);
        assertThat(begun).allSatisfy(job -> assertThat(job.excuse()).contains(SILENCE));
    }

    @Test
    void aNextHopThatIsTriedAgainAfterItsRestIsUnproven() {
        add("dead.test", 1);
        silent(begun.remove());
        for (int n = 0; n < UNPROVEN_PLACES; n++) {
            add("slow" + n + ".test", 1);
        }
        var hanging = answerAll();

        schedule.rouse(hop("dead.test"));
        add("dead.test", 1);
        assertThat(begun).isEmpty();

        silent(hanging.getFirst());
        assertThat(begun).hasSize(1);
        assertThat(isAt(begun.getFirst(), "dead")).isTrue();
    }

    @Test
    void triesThatFailTogetherMakeOneRest() {
        add("dead.test", 2);
        var again = time.now().plus(CONFIG.retryFirst());
        while (!begun.isEmpty()) {
            schedule.ended(begun.remove(), Optional.of(SILENCE), Optional.of(again));
        }
        assertThat(schedule.figures().resting()).isEqualTo(1);

        time.pass(CONFIG.retryFirst());

        assertThat(begun).hasSize(1);
        assertThat(begun.getFirst().excuse()).as("it is tried").isEmpty();
    }

    @Test
    void ofNextHopsWithoutAMessageSomeAreKnown() {
        add("waiting.test", 1);
        silent(begun.remove());
        for (int n = 0; n < Schedule.IDLE_MAX; n++) {
            add("gone" + n + ".test", 1);
            schedule.ended(begun.remove(), Optional.of(SILENCE), Optional.empty());
        }
        assertThat(schedule.figures().nextHops()).isEqualTo(Schedule.IDLE_MAX + 1);
        assertThat(schedule.figures().resting()).isEqualTo(Schedule.IDLE_MAX + 1);

        add("new.test", 1);

        assertThat(schedule.figures().nextHops()).isEqualTo(2);
        assertThat(schedule.figures().resting()).as("what has a message").isEqualTo(1);
    }

    @Test
    void aNextHopThatAnswersGoesOnAtOnceWhileTheUnprovenWait() {
        add("live.test", 20);
        for (int n = 0; n < UNPROVEN_PLACES; n++) {
            add("dead" + n + ".test", 1);
        }
        assertThat(begun).hasSize(UNPROVEN_PLACES);

        answered(begun.remove());

        assertThat(begun.stream().filter(job -> isAt(job, "live")))
                .as("the window of a proven one, as far as there are places")
                .hasSize(4);
        assertThat(schedule.figures().running()).isEqualTo(UNPROVEN_PLACES + 3);
    }

    @Test
    void noPlaceIsLostOrWonWhateverNextHopsDo() {
        Seeds.each(300, random -> new ScheduleTest().changeStates(random));
    }

    private void changeStates(Random random) {
        var running = new ArrayList<Job>();
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> add("d" + random.nextInt(30) + ".test", 1 + random.nextInt(4));
                case 2 -> time.pass(Duration.ofSeconds(random.nextInt(600)));
                case 3 -> schedule.rouse(hop("d" + random.nextInt(30) + ".test"));
                default -> {
                    if (!running.isEmpty()) {
                        end(running.remove(random.nextInt(running.size())), random);
                    }
                }
            }
            running.addAll(begun);
            begun.clear();
            assertThat(schedule.figures().running()).isEqualTo(running.size());
            assertThat(running.size()).isLessThanOrEqualTo(PLACES + UNPROVEN_PLACES);
        }
        running.forEach(this::answered);
        while (!begun.isEmpty()) {
            answered(begun.remove());
        }
        assertThat(schedule.figures().running()).isZero();
        checkAllPlaces();
    }

    private void end(Job job, Random random) {
        if (job.excuse().isPresent() || random.nextInt(3) > 0) {
            silent(job);
        } else {
            answered(job);
        }
    }

    /// As many as ever may run at once.
    private void checkAllPlaces() {
        prove("proven", PLACES);
        for (int n = 0; n < PLACES; n++) {
            add("proven" + n + ".test", 4);
        }
        for (int n = 0; n < UNPROVEN_PLACES; n++) {
            add("unproven" + n + ".test", 4);
        }
        assertThat(begun).hasSize(PLACES + UNPROVEN_PLACES);
    }
}
