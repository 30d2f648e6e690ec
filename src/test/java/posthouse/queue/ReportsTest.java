package posthouse.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.smtp.Notify;
import posthouse.smtp.Path;
import posthouse.store.MemoryStore;
import posthouse.store.Store;

/// What a sender gets, from the queue and from who writes reports together.
class ReportsTest {
    private static final Path ANN = path("ann@here.test");
    private static final String CONTENT = "À midi?\r\n";

    private final SimTime time = new SimTime();
    private final Store store = new MemoryStore();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> mailbox = new ArrayList<>();
    private Result result = new Result.Delayed(answer(450, "4.2.2", "4.2.2 mailbox is full"));

    private final Queue queue = open();

    private Queue open() {
        return new Queue(
                store,
                time,
                time,
                tasks::add,
                QueueConfig.DEFAULT,
                (_, to, _) ->
                        to.path().equals(ANN)
                                ? new NextHop.Here()
                                : new NextHop.Exchangers(new Domain("two.test")),
                this::carry,
                new posthouse.report.Reports("mx.here.test", 10_000));
    }

    private static Path path(String address) {
        return new Path.Mailbox(Address.parse(address).orElseThrow());
    }

    private Answer answer(int code, String status, String text) {
        return new Answer(time.now(), "mx.two.test", "TLSv1.3", code, status, text);
    }

    private Carrier.Outcome carry(Consignment consignment) {
        if (!(consignment.nextHop() instanceof NextHop.Here)) {
            return new Carrier.Outcome(true, List.of(result));
        }
        assertThat(consignment.mail().isNotice()).isTrue();
        assertThat(consignment.recipients().getFirst().wants()).isEqualTo(Notify.NEVER);
        try (var in = consignment.octets().get()) {
            byte[] octets = in.readAllBytes();
            assertThat(consignment.length()).isEqualTo(octets.length);
            mailbox.add(Bytes.wrap(octets).utf8());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var taken = new Answer(time.now(), "", "", 250, "2.1.5", "delivered");
        return new Carrier.Outcome(
                true, List.of(new Result.Delivered(taken, Result.Place.MAILBOX, false)));
    }

    private void put(Notify wants) throws IOException {
        var mail =
                new Mail(
                        "7k2",
                        ANN,
                        1,
                        Optional.of("envelope"),
                        Optional.of(true),
                        false,
                        "<lunch@here.test>",
                        time.now(),
                        time.now());
        byte[] content = Bytes.utf8(CONTENT).toArray();
        long body = store.bodies().put(new ByteArrayInputStream(content), "~test");
        var header = Bytes.latin1("Subject: Lunch\r\nMIME-Version: 1.0\r\n\r\n");
        queue.put(
                mail,
                new Octets(header, body, content.length),
                List.of(new To(path("ben@two.test"), wants, Optional.empty())));
        store.bodies().unlink(body, "~test");
    }

    private void pass(Duration duration) {
        var end = time.now().plus(duration);
        while (time.now().isBefore(end)) {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
            time.pass(Duration.between(time.now(), end));
        }
    }

    @Test
    void aDelayIsToldOnceAndThenThatItIsGivenUp() throws IOException {
        put(Notify.UNSAID);
        pass(Duration.ofHours(3));
        assertThat(mailbox).isEmpty();
        pass(Duration.ofHours(3));
        assertThat(mailbox).hasSize(1);
        assertThat(mailbox.getFirst())
                .contains("To: <ann@here.test>\r\nSubject: Not delivered yet: ")
                .contains("In-Reply-To: <lunch@here.test>\r\n")
                .contains("Original-Envelope-Id: envelope\r\n")
                .contains("Action: delayed\r\nStatus: 4.2.2\r\n")
                .contains("Will-Retry-Until: Tue, 6 Jan 2026 00:00:00 +0000\r\n")
                .contains("\r\n\r\nSubject: Lunch\r\n");
        pass(Duration.ofDays(5));
        assertThat(mailbox).hasSize(2);
        assertThat(mailbox.getLast())
                .containsPattern("It was tried 1\\d\\d times since Thu, 1 Jan 2026, 00:00 UTC, in")
                .contains("Action: failed\r\nStatus: 4.2.2\r\n")
                .contains(
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=80 midi?\r\n\r\n--");
    }

    @Test
    void successIsToldWhereItIsWanted() throws IOException {
        result =
                new Result.Delivered(
                        answer(250, "2.0.0", "2.0.0 queued"), Result.Place.SERVER, false);
        put(new Notify(true, true, false, false));
        pass(Duration.ofHours(1));
        assertThat(mailbox).hasSize(1);
        assertThat(mailbox.getFirst()).contains("Action: relayed\r\nStatus: 2.0.0\r\n");
    }

    @Test
    void whoWantsToHearNothingHearsNothing() throws IOException {
        result = new Result.Failed(answer(550, "5.1.1", "5.1.1 no"));
        put(Notify.NEVER);
        pass(Duration.ofHours(1));
        assertThat(mailbox).isEmpty();
    }
}
