package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.control.Answer;
import posthouse.journal.Event;
import posthouse.journal.Journal;
import posthouse.journal.Kind;
import posthouse.net.ManualTime;
import posthouse.store.RocksStore;
import posthouse.store.Store;

class TraceCommandTest {
    private static final String TLS = "TLSv1.3 TLS_AES_128_GCM_SHA256";

    @TempDir private Path data = Path.of("");
    private final ManualTime time = new ManualTime();

    private record Ran(int status, String out, String err) {}

    private Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var surroundings =
                new Surroundings(
                        Map.of("POSTHOUSE_DATA", data.toString()),
                        "ann",
                        data,
                        java.io.InputStream.nullInputStream(),
                        false);
        int status =
                Main.run(
                        surroundings,
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        arguments);
        return new Ran(status, out.toString(), err.toString());
    }

    private void noted(List<Event> events) {
        try (Store store = RocksStore.open(data);
                var journal = new Journal(store, time, time, Runnable::run, Duration.ofDays(14))) {
            for (Event event : events) {
                journal.note(event);
                time.pass(Duration.ofMillis(1250));
            }
        }
    }

    private static Event event(Kind kind, String id, String from, String... to) {
        return Event.of(kind, id).from(from).to(List.of(to));
    }

    private static List<Event> aLife() {
        String id = "0b6k3p2q9ds-c7-1";
        return List.of(
                event(Kind.RECEIVED, id, "<ann@one.test>", "<ben@two.test>", "<cid@one.test>")
                        .messageId("<hello@one.test>")
                        .by("laptop [192.0.2.7]", TLS)
                        .saying("ESMTPSA, logged in as ann@one.test, 812 octets"),
                event(Kind.DELIVERED, id, "<ann@one.test>", "<cid@one.test>")
                        .saying("INBOX of cid@one.test"),
                event(Kind.QUEUED, id, "<ann@one.test>", "<ben@two.test>"),
                event(Kind.DELAYED, id, "<ann@one.test>", "<ben@two.test>")
                        .by("mx1.two.test [198.51.100.2]:25", "")
                        .saying("451 4.7.1 come\r\nagain \u001b[2Jlater"),
                event(Kind.FAILED, id, "<ann@one.test>", "<ben@two.test>")
                        .by("mx1.two.test [198.51.100.2]:25", TLS)
                        .saying("550 5.1.1 no such user"),
                event(Kind.REPORTED, id, "<ann@one.test>", "<ann@one.test>")
                        .saying("as " + id + ".f0"),
                event(Kind.DELIVERED, id + ".f0", "<>", "<ann@one.test>")
                        .saying("2.0.0 in the mailbox"),
                event(Kind.REFUSED, "0b6k3p2q9dz-c9-1", "<>", "<nobody@one.test>")
                        .by("mx.three.test [203.0.113.3]", "")
                        .saying("550 5.1.1 no such user here"));
    }

    @Test
    void tellsTheLifeOfAMessage() {
        noted(aLife());
        var expected =
                """
                0b6k3p2q9ds-c7-1  from <ann@one.test>  Message-ID <hello@one.test>
                  2026-01-01T00:00:00.000Z  received  ben@two.test, cid@one.test
                                                      from laptop [192.0.2.7], TLSv1.3 TLS_AES_128_GCM_SHA256
                                                      ESMTPSA, logged in as ann@one.test, 812 octets
                  2026-01-01T00:00:01.250Z  delivered cid@one.test
                                                      INBOX of cid@one.test
                  2026-01-01T00:00:02.500Z  queued    ben@two.test
                  2026-01-01T00:00:03.750Z  delayed   ben@two.test
                                                      by mx1.two.test [198.51.100.2]:25
                                                      451 4.7.1 come  again  [2Jlater
                  2026-01-01T00:00:05.000Z  failed    ben@two.test
                                                      by mx1.two.test [198.51.100.2]:25, TLSv1.3 TLS_AES_128_GCM_SHA256
                                                      550 5.1.1 no such user
                  2026-01-01T00:00:06.250Z  reported  ann@one.test
                                                      as 0b6k3p2q9ds-c7-1.f0
                  2026-01-01T00:00:07.500Z  delivered ann@one.test
                                                      (as 0b6k3p2q9ds-c7-1.f0)
                                                      2.0.0 in the mailbox
                """;
        for (String which :
                List.of(
                        "ben@two.test",
                        "<hello@one.test>",
                        "0b6k3p2q9ds-c7-1",
                        "0b6k3p2q9ds-c7-1.f0",
                        "@two.test")) {
            assertThat(run("trace", which)).isEqualTo(new Ran(0, expected, ""));
        }
    }

    @Test
    void tellsOfEachMessageByItself() {
        noted(aLife());
        assertThat(run("trace", "@one.test").out().lines())
                .hasSize(23)
                .filteredOn(line -> !line.startsWith(" "))
                .containsExactly(
                        "0b6k3p2q9ds-c7-1  from <ann@one.test>  Message-ID <hello@one.test>",
                        "",
                        "0b6k3p2q9dz-c9-1  from <>");
    }

    @Test
    void tellsProgramsOfItInJson() {
        noted(aLife());
        var found = Answer.JSON.readTree(run("trace", "nobody@one.test", "--json").out());
        assertThat(found)
                .isEqualTo(
                        Answer.JSON.readTree(
                                """
                                {"messages": [{
                                   "id": "0b6k3p2q9dz-c9-1", "messageId": "", "from": "<>",
                                   "events": [{
                                      "at": "2026-01-01T00:00:08.750Z", "what": "refused",
                                      "id": "0b6k3p2q9dz-c9-1", "recipients": ["nobody@one.test"],
                                      "host": "mx.three.test [203.0.113.3]", "security": "",
                                      "text": "550 5.1.1 no such user here"}],
                                   "leftOut": 0}],
                                 "complete": true, "missing": []}
                                """));
    }

    @Test
    void saysWhatItDoesNotTell() {
        noted(
                IntStream.range(0, 700)
                        .mapToObj(i -> event(Kind.DELAYED, "a", "<ann@one.test>", "<b@two.test>"))
                        .toList());
        noted(
                IntStream.range(0, 120)
                        .mapToObj(i -> event(Kind.RECEIVED, "m" + i, "<cid@one.test>", ""))
                        .toList());
        noted(List.of(Event.of(Kind.LEFT_OUT, "-").saying("12 events")));
        assertThat(run("trace", "ann@one.test").out().lines())
                .contains("  … 200 more …")
                .contains(
                        "Missing here, since they came too fast: 12 events, before"
                                + " 2026-01-01T00:17:05.000Z.");
        assertThat(run("trace", "cid@one.test").out())
                .contains("m20 ", "m119 ")
                .doesNotContain("m19 ")
                .contains("These are the latest; there may be earlier ones");
    }

    @Test
    void saysThatNothingIsKnown() {
        noted(aLife());
        assertThat(run("trace", "eve@one.test"))
                .isEqualTo(new Ran(0, "nothing is known of such a message\n", ""));
        // What happened was long ago.
        assertThat(run("trace", "ben@two.test", "--since", "2h").out())
                .isEqualTo("nothing is known of such a message\n");
    }

    @Test
    void explainsWhatCanBeAsked() {
        noted(aLife());
        assertThat(run("trace", "two words"))
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                "posthouse: 'two words' is neither an address, '@' and a domain, a"
                                        + " Message-ID nor the id of a message\n"));
        assertThat(run("trace", "a", "--since", "long").status()).isEqualTo(2);
        assertThat(run("trace").status()).isEqualTo(2);
    }
}
