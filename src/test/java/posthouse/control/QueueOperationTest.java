package posthouse.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.control.QueueOperation.Which;
import posthouse.queue.QueueDesk;
import posthouse.queue.Standing;
import tools.jackson.databind.JsonNode;

/// Over the socket, as the command line asks.
class QueueOperationTest {
    private static final Which ALL =
            new Which(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    @TempDir private Path data = Path.of("");
    private Premises premises = new Premises(Path.of(""));
    private final List<String> progress = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        premises = new Premises(data);
        open.add(premises);
        open.add(ControlServer.open(data, premises.office()));
        premises.queue("a", Duration.ZERO, "ann@one.test", "ben@two.test", "cid@three.test");
        premises.tryWhatIsDue();
        premises.queue("b", Duration.ofHours(2), "", "eve@two.test");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Answer ask(Operation operation) throws Exception {
        return new ControlClient(data).ask(operation, progress::add);
    }

    private JsonNode done(Operation operation) throws Exception {
        var answer = ask(operation);
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).value();
    }

    private String notDone(Operation operation) throws Exception {
        return ask(operation) instanceof Answer.NotDone(var sentence) ? sentence : "done";
    }

    private static Which ids(String... ids) {
        return new Which(
                List.of(ids),
                ALL.from(),
                ALL.to(),
                ALL.domain(),
                ALL.nextHop(),
                ALL.olderThan(),
                ALL.state());
    }

    private List<String> found(Which which) throws Exception {
        return done(new QueueOperation.ListAll(which, 100)).values().stream()
                .map(row -> row.path("id").asString())
                .toList();
    }

    private static Which from(String address) {
        return new Which(
                List.of(),
                Optional.of(address),
                ALL.to(),
                ALL.domain(),
                ALL.nextHop(),
                ALL.olderThan(),
                ALL.state());
    }

    @Test
    void lists() throws Exception {
        JsonNode first = done(new QueueOperation.ListAll(ALL, 100)).get(0);
        assertThat(first.path("state").asString()).isEqualTo("deferred");
        assertThat(first.path("from").asString()).isEqualTo("ann@one.test");
        assertThat(first.path("to").toString()).isEqualTo("[\"ben@two.test\",\"cid@three.test\"]");
        assertThat(first.path("recipients").asInt()).isEqualTo(2);
        assertThat(first.path("nextHops").toString()).isEqualTo("[\"smarthost relay\"]");
        assertThat(first.path("answer").asString()).startsWith("mx.test said: 450 4.2.0 later");
        assertThat(found(ALL)).containsExactly("a", "b");
        assertThat(found(from("ANN@one.test"))).containsExactly("a");
        assertThat(found(from("<>"))).containsExactly("b");
        assertThat(
                        found(
                                new Which(
                                        List.of(),
                                        ALL.from(),
                                        Optional.of("<eve@two.test>"),
                                        Optional.of("Two.Test"),
                                        Optional.of("relay"),
                                        Optional.of(Duration.ZERO),
                                        Optional.of(Standing.State.LATER))))
                .containsExactly("b");
        assertThat(progress).isEmpty();
        assertThat(done(new QueueOperation.ListAll(ALL, 1)).size()).isEqualTo(1);
        assertThat(progress).singleElement().asString().startsWith("the oldest 1 of 2 messages");
        for (int limit : new int[] {0, QueueDesk.LIST_MAX + 1}) {
            assertThat(notDone(new QueueOperation.ListAll(ALL, limit)))
                    .isEqualTo("a list has 1 to 10000 messages");
        }
    }

    @Test
    void showsOne() throws Exception {
        JsonNode shown = done(new QueueOperation.Show("a"));
        assertThat(shown.path("header").asString()).isEqualTo("Subject: a\r\n\r\n");
        assertThat(shown.path("envelopeId").asString()).isEqualTo("env");
        assertThat(shown.path("account").isNull()).isTrue();
        JsonNode ben = shown.path("recipients").get(0);
        assertThat(ben.path("tries").asInt()).isEqualTo(1);
        assertThat(ben.path("answers").get(0).path("security").asString()).isEqualTo("TLSv1.3");
        assertThat(notDone(new QueueOperation.Show("x")))
                .isEqualTo("there is no message x in the queue");
    }

    @Test
    void holdsReleasesAndRetries() throws Exception {
        assertThat(done(new QueueOperation.Hold(ids("a"))).asString())
                .isEqualTo("1 message is held");
        assertThat(done(new QueueOperation.Hold(ALL)).asString()).isEqualTo("1 message is held");
        assertThat(done(new QueueOperation.Hold(ALL)).asString())
                .isEqualTo("there was nothing to hold");
        assertThat(done(new Status()).path("queuedHeld").asInt()).isEqualTo(2);
        assertThat(done(new QueueOperation.Retry(ALL)).asString())
                .isEqualTo("there was nothing to try");
        assertThat(done(new QueueOperation.Release(ALL)).asString())
                .isEqualTo("2 messages are released");
        assertThat(done(new QueueOperation.Retry(ALL)).asString())
                .isEqualTo("1 message is tried now");
        assertThat(notDone(new QueueOperation.Hold(ids("x"))))
                .isEqualTo("there is no message x in the queue");
        assertThat(notDone(new QueueOperation.Hold(from("nobody@one.test"))))
                .isEqualTo("there is no such message in the queue");
    }

    @Test
    void dropsAndBouncesManyOnlyIfToldSo() throws Exception {
        assertThat(notDone(new QueueOperation.Drop(ALL, false)))
                .isEqualTo("these are 2 messages; say --yes to drop them all");
        assertThat(notDone(new QueueOperation.Bounce(ALL, false)))
                .isEqualTo("these are 2 messages; say --yes to bounce them all");
        assertThat(found(ALL)).hasSize(2);
        assertThat(done(new QueueOperation.Bounce(ids("a"), false)).asString())
                .isEqualTo("bounced: 2 recipients of 1 message");
        premises.tryWhatIsDue();
        assertThat(found(from("<>"))).as("and its report").hasSize(2);
        assertThat(done(new QueueOperation.Drop(ALL, true)).asString())
                .isEqualTo("dropped: 2 recipients of 2 messages");
        assertThat(done(new Status()).path("queued").asInt()).isZero();
    }

    @Test
    void givesFigures() throws Exception {
        JsonNode status = done(new Status());
        assertThat(status.path("queued").asInt()).isEqualTo(2);
        assertThat(status.path("queuedRecipients").asInt()).isEqualTo(3);
        assertThat(status.path("queuedSince").asString()).endsWith("Z");
    }
}
