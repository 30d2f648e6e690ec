package posthouse.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.net.ManualTime;
import posthouse.store.Change;
import posthouse.store.Committed;
import posthouse.store.Conflict;
import posthouse.store.MemoryStore;
import posthouse.store.Partition;
import posthouse.store.RocksStore;
import posthouse.store.SideWrite;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.store.StoreInFront;

class JournalTest {
    private static final Duration DAYS = Duration.ofDays(14);

    private final ManualTime time = new ManualTime();
    private final Watched store = new Watched(new MemoryStore());
    private final Journal journal = new Journal(store, time, time, Runnable::run, DAYS);

    /// Counts what is written, and fails when told.
    private static final class Watched extends StoreInFront {
        private final List<Integer> commits = new ArrayList<>();
        private boolean full;

        Watched(Store store) {
            super(store);
        }

        @Override
        public Committed commit(
                Partition partition, long expected, List<Change> changes, List<SideWrite> side)
                throws Conflict {
            if (full) {
                throw new StoreFailure("the disk is full");
            }
            commits.add(changes.size());
            return super.commit(partition, expected, changes, side);
        }
    }

    private static Event event(int number) {
        return Event.of(Kind.RECEIVED, "m" + number).from("ann@one.test");
    }

    private List<String> found() {
        return found(store);
    }

    private static List<String> found(Store store) {
        return found(store, Kind.RECEIVED).stream().map(it -> it.event().id()).toList();
    }

    private static List<Noted> found(Store store, Kind kind) {
        var found = new ArrayList<Noted>();
        var days = new Days(store);
        days.all()
                .forEach(day ->
                        days.scan(
                                day,
                                posthouse.store.Range.ALL,
                                row -> {
                                    found.add(Rows.read(row));
                                    return true;
                                }));
        found.removeIf(it -> it.event().kind() != kind);
        return found;
    }

    @Test
    void gathersForAMomentAndWritesOnce() {
        journal.note(event(1));
        time.pass(Duration.ofMillis(100));
        journal.note(event(2));
        time.pass(Duration.ofMillis(99));
        assertThat(store.commits).isEmpty();
        time.pass(Duration.ofMillis(1));
        assertThat(store.commits).containsExactly(2);
        assertThat(found()).containsExactly("m1", "m2");
        time.pass(Duration.ofHours(1));
        assertThat(store.commits).hasSize(1);
        journal.note(event(3));
        time.pass(Journal.GATHERING_TIME);
        assertThat(found()).containsExactly("m1", "m2", "m3");
    }

    @Test
    void writesAtOnceWhenEnoughHaveGathered() {
        IntStream.range(0, 1234).mapToObj(JournalTest::event).forEach(journal::note);
        assertThat(store.commits).containsExactly(500, 500);
        journal.close();
        assertThat(store.commits).containsExactly(500, 500, 234);
        assertThat(found()).hasSize(1234).startsWith("m0").endsWith("m1233");
    }

    @Test
    void keepsTheOrderOfWhatComesInTheSameMillisecond() {
        for (int i = 0; i < 40; i++) {
            journal.note(event(i));
            journal.write();
        }
        assertThat(found()).isEqualTo(IntStream.range(0, 40).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void writesEachDayByItself() {
        time.pass(Duration.ofDays(1).minusMillis(1));
        journal.note(event(1));
        time.pass(Duration.ofMillis(1));
        journal.note(event(2));
        journal.close();
        assertThat(store.partitions(Space.JOURNAL).map(Partition::toString))
                .containsExactly("R/2026-01-01", "R/2026-01-02");
    }

    @Test
    void holdsCommitsToTheLimitsOfTheStore() {
        String longest = "x".repeat(Event.ADDRESS_CHARACTERS_MAX);
        for (int i = 0; i < 40; i++) {
            journal.note(event(i).to(Collections.nCopies(Event.RECIPIENTS_MAX, longest)));
        }
        journal.close();
        assertThat(found()).hasSize(40);
        assertThat(store.commits).containsExactly(32, 8);
    }

    @Test
    void leavesOutWhatDoesNotFitAndSaysSo() {
        Queue<Runnable> later = new ArrayDeque<>();
        var slow = new Journal(store, time, time, later::add, DAYS);
        String text = "x".repeat(Event.TEXT_CHARACTERS_MAX);
        int fit = Journal.WAITING_OCTETS_MAX / Rows.write(event(10_000).saying(text)).length();
        for (int i = 0; i < fit + 1000; i++) {
            slow.note(event(10_000 + i).saying(text));
        }
        assertThat(found()).isEmpty();
        later.forEach(Runnable::run);
        assertThat(found()).hasSize(fit).startsWith("m10000").endsWith("m" + (10_000 + fit - 1));
        assertThat(found(store, Kind.LEFT_OUT))
                .extracting(it -> it.event().text())
                .containsExactly("1000 events");
        slow.note(event(1));
        slow.close();
        assertThat(found()).endsWith("m1");
        assertThat(found(store, Kind.LEFT_OUT)).hasSize(1);
    }

    @Test
    void goesOnWhenTheStoreTakesWritesAgain() {
        store.full = true;
        journal.note(event(1));
        journal.note(event(2));
        time.pass(Journal.GATHERING_TIME);
        journal.note(event(3));
        time.pass(Journal.GATHERING_TIME);
        store.full = false;
        journal.note(event(4));
        time.pass(Journal.GATHERING_TIME);
        assertThat(found()).containsExactly("m4");
        assertThat(found(store, Kind.LEFT_OUT))
                .extracting(it -> it.event().text())
                .containsExactly("3 events");
    }

    @Test
    void notesNothingAfterItsEnd() {
        journal.note(event(1));
        journal.close();
        journal.note(event(2));
        time.pass(Duration.ofDays(1));
        assertThat(found()).containsExactly("m1");
    }

    @Test
    void removesDaysThatAreOlderThanItIsKept() {
        journal.start();
        for (int day = 1; day <= 20; day++) {
            journal.note(event(day));
            time.pass(Duration.ofDays(1));
        }
        // It is midnight: day 7 began 14 days ago.
        assertThat(found()).startsWith("m7").endsWith("m20").hasSize(14);
        time.pass(Duration.ofDays(30));
        assertThat(store.partitions(Space.JOURNAL)).isEmpty();
    }

    @Test
    void keepsNothingWhereItIsOff() {
        journal.note(event(1));
        journal.close();
        var off = new Journal(store, time, time, Runnable::run, Duration.ZERO);
        off.note(event(2));
        time.pass(Duration.ofDays(1));
        assertThat(found()).containsExactly("m1");
        off.start();
        assertThat(store.partitions(Space.JOURNAL)).isEmpty();
    }

    @Test
    void goesOnAfterARestart(@TempDir Path folder) {
        for (int i = 0; i < 3; i++) {
            try (var rocks = RocksStore.open(folder);
                    var again = new Journal(rocks, time, time, Runnable::run, DAYS)) {
                again.start();
                again.note(event(i)); // at the same time as before
            }
        }
        try (var rocks = RocksStore.open(folder)) {
            assertThat(found(rocks)).containsExactly("m0", "m1", "m2");
            assertThat(found(rocks, Kind.RECEIVED))
                    .extracting(Noted::at)
                    .containsOnly(Instant.parse("2026-01-01T00:00:00Z"));
        }
    }
}
