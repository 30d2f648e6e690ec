package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.journal.Event;
import posthouse.net.ManualTime;
import posthouse.queue.Answer;
import posthouse.queue.Carrier;
import posthouse.queue.Consignment;
import posthouse.queue.Mail;
import posthouse.queue.NextHop;
import posthouse.queue.Octets;
import posthouse.queue.Queue;
import posthouse.queue.QueueConfig;
import posthouse.queue.Reporter;
import posthouse.queue.Result;
import posthouse.queue.Selection;
import posthouse.queue.To;
import posthouse.smtp.Path;
import posthouse.store.MemoryStore;

class QueueWatchTest {
    private final ManualTime time = new ManualTime();
    private final ArrayDeque<Runnable> tries = new ArrayDeque<>();
    private final List<Event> events = new ArrayList<>();
    private Function<To, Result> carried = _ -> new Result.Delayed(answer(451, "4.7.1", "later"));
    private final Queue queue =
            new Queue(
                    new MemoryStore(),
                    time,
                    time,
                    tries::add,
                    QueueConfig.DEFAULT,
                    (_, _, _) -> new NextHop.Smarthost("relay"),
                    this::carry,
                    (_, _, _, _, _, _, _) ->
                            new Reporter.Written(
                                    Bytes.latin1("\r\n"),
                                    InputStream.nullInputStream(),
                                    0,
                                    "<report@one.test>",
                                    false));

    QueueWatchTest() {
        queue.watch(new QueueWatch(events::add));
        queue.start();
    }

    private Answer answer(int code, String status, String text) {
        return new Answer(time.now(), "mx.two.test [192.0.2.2]:25", "TLSv1.3", code, status, text);
    }

    private Carrier.Outcome carry(Consignment consignment) {
        return new Carrier.Outcome(true, consignment.recipients().stream().map(carried).toList());
    }

    private void put(String id, String... to) {
        var mail =
                new Mail(
                        id,
                        path("ann@one.test"),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        "<hello@one.test>",
                        time.now(),
                        time.now());
        queue.put(
                mail,
                new Octets(Bytes.latin1("\r\n"), 0, 0),
                Arrays.stream(to).map(it -> new To(path(it))).toList());
    }

    private static Path path(String address) {
        return new Path.Mailbox(Address.parse(address).orElseThrow());
    }

    private void tryWhatIsDue() {
        while (!tries.isEmpty()) {
            tries.remove().run();
        }
    }

    private List<String> inWords() {
        return events.stream()
                .map(it ->
                        String.join(
                                " ",
                                it.kind().toString(),
                                it.id(),
                                String.join(",", it.recipients()),
                                it.text()))
                .map(String::strip)
                .toList();
    }

    @Test
    void takesDownEachTry() {
        put("m", "ben@two.test", "cid@two.test");
        tryWhatIsDue();
        carried =
                to ->
                        to.path().equals(path("ben@two.test"))
                                ? new Result.Delivered(
                                        answer(250, "2.0.0", "ok 17"), Result.Place.SERVER, false)
                                : new Result.Failed(answer(550, "5.1.1", "nobody"));
        time.pass(Duration.ofMinutes(6));
        tryWhatIsDue();
        carried =
                _ ->
                        new Result.Delivered(
                                answer(0, "2.0.0", "in the mailbox"), Result.Place.MAILBOX, false);
        tryWhatIsDue();
        assertThat(inWords())
                .startsWith(
                        "QUEUED m ben@two.test,cid@two.test",
                        "DELAYED m ben@two.test 451 4.7.1 later",
                        "DELAYED m cid@two.test 451 4.7.1 later",
                        "SENT m ben@two.test 250 2.0.0 ok 17",
                        "FAILED m cid@two.test 550 5.1.1 nobody",
                        "REPORTED m ann@one.test as m.f1");
        assertThat(events.getFirst().messageId()).isEqualTo("hello@one.test");
        assertThat(events.get(1).host()).isEqualTo("mx.two.test [192.0.2.2]:25");
        assertThat(events.get(1).security()).isEqualTo("TLSv1.3");
    }

    @Test
    void takesDownWhereTheReportGoes() {
        carried =
                to ->
                        to.path().equals(path("ann@one.test"))
                                ? new Result.Delivered(
                                        answer(0, "2.0.0", "in the mailbox"),
                                        Result.Place.MAILBOX,
                                        false)
                                : new Result.Failed(answer(550, "5.1.1", "nobody"));
        put("m", "ben@two.test");
        tryWhatIsDue();
        assertThat(inWords())
                .containsExactly(
                        "QUEUED m ben@two.test",
                        "FAILED m ben@two.test 550 5.1.1 nobody",
                        "REPORTED m ann@one.test as m.f0",
                        "DELIVERED m.f0 ann@one.test 2.0.0 in the mailbox");
        assertThat(events.getLast().from()).isEqualTo("<>");
        assertThat(events.getLast().messageId()).isEqualTo("report@one.test");
    }

    @Test
    void takesDownWhatTheOperatorDoes() {
        put("m", "ben@two.test");
        tryWhatIsDue();
        events.clear();
        var _ = queue.desk().hold(Selection.ALL);
        time.pass(Duration.ofMinutes(6));
        var _ = queue.desk().release(Selection.ALL);
        time.pass(Duration.ofSeconds(1));
        tryWhatIsDue();
        var _ = queue.desk().drop(Selection.ALL);
        assertThat(inWords())
                .containsExactly(
                        "HELD m",
                        "RELEASED m",
                        "DELAYED m ben@two.test 451 4.7.1 later",
                        "DROPPED m ben@two.test");
    }
}
