package posthouse.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.net.ManualTime;
import posthouse.store.MemoryStore;

class LookupTest {
    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore();
    private final Journal journal =
            new Journal(store, time, time, Runnable::run, Duration.ofDays(14));

    private void note(Kind kind, String id, String from, String... to) {
        journal.note(
                Event.of(kind, id)
                        .messageId(Event.rootOf(id) + "@id.test")
                        .from(from)
                        .to(List.of(to)));
        time.pass(Duration.ofMillis(1));
    }

    private Lookup.Found find(String asked) {
        return find(new Lookup(store), asked, Instant.EPOCH);
    }

    private Lookup.Found find(Lookup lookup, String asked, Instant since) {
        journal.write();
        return lookup.find(Query.parse(asked).orElseThrow(), since);
    }

    private List<String> ids(String asked) {
        return find(asked).messages().stream().map(Life::id).toList();
    }

    private static List<String> told(Life life) {
        return life.events().stream().map(it -> it.event().kind() + " " + it.event().id()).toList();
    }

    /// Three messages over four days.
    private void someDays() {
        note(Kind.RECEIVED, "a", "ann@one.test", "ben@two.test", "Cy+x@one.test");
        note(Kind.DELIVERED, "a", "ann@one.test", "Cy+x@one.test");
        time.pass(Duration.ofDays(1));
        note(Kind.RECEIVED, "b", "<>", "ann@one.test");
        note(Kind.DELAYED, "a", "ann@one.test", "ben@two.test");
        time.pass(Duration.ofDays(2));
        note(Kind.FAILED, "a", "ann@one.test", "ben@two.test");
        note(Kind.REPORTED, "a", "ann@one.test", "ben@two.test");
        note(Kind.DELIVERED, "a.f0", "<>", "ann@one.test");
        note(Kind.RECEIVED, "ab", "dan@three.test", "eve@one.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.f0",
                "a@id.test",
                "<a@id.test>",
                " ben@two.test ",
                "<BEN@Two.Test>",
                "@two.test",
                "cy@one.test",
                "cy+x@one.test"
            })
    void tellsTheWholeLifeOfAMessageOverDays(String asked) {
        someDays();
        var found = find(asked);
        assertThat(found.all()).isTrue();
        assertThat(found.messages()).hasSize(1);
        assertThat(told(found.messages().getFirst()))
                .containsExactly(
                        "RECEIVED a",
                        "DELIVERED a",
                        "DELAYED a",
                        "FAILED a",
                        "REPORTED a",
                        "DELIVERED a.f0");
        assertThat(found.messages().getFirst().events())
                .extracting(Noted::at)
                .isSorted()
                .startsWith(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void findsSendersAndRecipients() {
        someDays();
        assertThat(ids("ann@one.test")).containsExactly("a", "b");
        assertThat(ids("@one.test")).containsExactly("a", "b", "ab");
        assertThat(ids("eve@one.test")).containsExactly("ab");
        assertThat(ids("dan@three.test")).containsExactly("ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "abc",
                "id.test",
                "nn@one.test",
                "ann@one.tes",
                "cy+y@one.test",
                "@test",
                "@sub.one.test",
                "other@id.test"
            })
    void findsNothingElse(String asked) {
        someDays();
        assertThat(find(asked)).isEqualTo(new Lookup.Found(List.of(), true, List.of()));
    }

    @Test
    void comparesAddressesAsTheirMeaningIs() {
        note(Kind.RECEIVED, "a", "Zoe\u0308@xn--mller-kva.test", "\"a b\"@one.test");
        assertThat(ids("zoë@müller.test")).containsExactly("a");
        assertThat(ids("@müller.test")).containsExactly("a");
        assertThat(ids("\"A b\"@one.test")).containsExactly("a");
        assertThat(ids("zoe@müller.test")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "@", "@no domain", "<>x y", "two words"})
    void refusesWhatCanBeNoneOfThem(String asked) {
        assertThat(Query.parse(asked)).isEmpty();
    }

    @Test
    void asksForNoMessageIdByAnEmptyOne() {
        journal.note(Event.of(Kind.RECEIVED, "a"));
        assertThat(ids("<>")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@müller.test", "\"a.b\"@one.test", "A.b@one.test.", "no.at", "[x]@y"})
    void findsMessageIdsOfEveryForm(String id) {
        journal.note(Event.of(Kind.RECEIVED, "m").messageId("<" + id + ">"));
        assertThat(ids(id)).containsExactly("m");
        assertThat(ids("<" + id + ">")).containsExactly("m");
    }

    @Test
    void findsAMessageIdThatWasTooLongToKeep() {
        String id = "x".repeat(1000) + "@one.test";
        journal.note(Event.of(Kind.RECEIVED, "a").messageId("<" + id + ">"));
        assertThat(ids(id)).containsExactly("a");
    }

    @Test
    void tellsOfTheWholeMessageWhereSomethingHappenedSince() {
        someDays();
        var since = Instant.parse("2026-01-03T00:00:00Z");
        var found = find(new Lookup(store), "@one.test", since);
        assertThat(found.messages()).extracting(Life::id).containsExactly("a", "ab");
        assertThat(told(found.messages().getFirst())).startsWith("RECEIVED a");
        assertThat(find(new Lookup(store), "@one.test", time.now().plusSeconds(1)).messages())
                .isEmpty();
    }

    @Test
    void tellsOfTheLatestMessagesOfMany() {
        for (int day = 0; day < 3; day++) {
            for (int i = 0; i < 4; i++) {
                note(Kind.RECEIVED, "d" + day + i, "ann@one.test", "ben@two.test");
            }
            note(Kind.DELIVERED, "d" + day + "1", "ann@one.test", "ben@two.test");
            time.pass(Duration.ofDays(1));
        }
        var six = find(new Lookup(store, 6, 100), "ann@one.test", Instant.EPOCH);
        assertThat(six.all()).isFalse();
        assertThat(six.messages())
                .extracting(Life::id)
                .containsExactly("d11", "d13", "d20", "d21", "d22", "d23");
        var twelve = find(new Lookup(store, 12, 100), "ann@one.test", Instant.EPOCH);
        assertThat(twelve.messages()).hasSize(12);
        assertThat(twelve.all()).isTrue();
        var four = find(new Lookup(store, 4, 100), "ann@one.test", Instant.EPOCH);
        assertThat(four.messages()).hasSize(4);
        assertThat(four.all()).isFalse();
    }

    @Test
    void tellsTheFirstAndTheLastOfManyEvents() {
        note(Kind.RECEIVED, "a", "ann@one.test", "ben@two.test");
        for (int i = 0; i < 30; i++) {
            note(Kind.DELAYED, "a", "ann@one.test", "ben@two.test");
        }
        note(Kind.FAILED, "a", "ann@one.test", "ben@two.test");
        var life = find(new Lookup(store, 10, 10), "a", Instant.EPOCH).messages().getFirst();
        assertThat(life.leftOut()).isEqualTo(22);
        assertThat(told(life)).hasSize(10).startsWith("RECEIVED a").endsWith("FAILED a");
    }

    @Test
    void tellsWhereEventsAreMissing() {
        for (int i = 0; i < 30; i++) {
            journal.note(Event.of(Kind.LEFT_OUT, "-").saying(i + " events"));
            time.pass(Duration.ofHours(3));
        }
        assertThat(find("ann@one.test").gaps())
                .hasSize(Lookup.GAPS_MAX)
                .extracting(it -> it.event().text())
                .startsWith("10 events")
                .endsWith("29 events");
    }
}
