package posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posthouse.net.ServerForTests.IPV4;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DismissalTest {
    private final CompletableFuture<Thread> began = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @ParameterizedTest
    @EnumSource(names = {"NONE", "TLS"})
    void whoWaitsForACommandSaysALastWord(Security security) throws Exception {
        try (var server = new ServerForTests();
                var client =
                        new Client(IPV4, server.listen(IPV4, security, this::converse).port())) {
            if (security == Security.TLS) {
                client.startTls("mail.example");
            }
            client.say("one\r\n");
            assertThat(client.hear()).isEqualTo("one");
            dismissWhenItWaits(server);
            assertThat(client.hear()).isEqualTo("this session was ended");
            assertThat(client.hear()).isEqualTo("<end>");
            over.await();
        }
    }

    @Test
    void whoWritesToAClientThatDoesNotReadIsClosedAtOnce() throws Exception {
        try (var server = new ServerForTests();
                var _ = server.plain(this::writeOn)) {
            dismissWhenItWaits(server);
            over.await();
        }
    }

    @Test
    void aLastWordThatNobodyTakesIsNotWaitedFor() throws Exception {
        try (var server = new ServerForTests();
                var _ = server.plain(this::talkAtTheEnd)) {
            dismissWhenItWaits(server);
            server.time.pass(Connection.FAREWELL_TIME.plus(Watchdog.TICK.multipliedBy(2)));
            over.await();
        }
    }

    @Test
    void nothingIsTakenOfWhatCameBefore() throws Exception {
        var connection = Transcripts.connection(new Monologue("one", "two"));
        assertThat(connection.readLine(10).latin1()).isEqualTo("one");
        connection.dismiss();
        assertThatThrownBy(() -> connection.readLine(10)).isInstanceOf(Dismissed.class);
    }

    private void converse(Connection connection) throws IOException {
        began.complete(Thread.currentThread());
        try {
            while (true) {
                connection.write(connection.readLine(100).latin1() + "\r\n");
                connection.flush();
            }
        } catch (Dismissed dismissed) {
            connection.write(dismissed.getMessage() + "\r\n");
        } catch (LineTooLong tooLong) {
            throw new AssertionError(tooLong);
        } finally {
            over.countDown();
        }
    }

    private void writeOn(Connection connection) throws IOException {
        began.complete(Thread.currentThread());
        try {
            while (true) {
                connection.write("more and more\r\n");
            }
        } finally {
            over.countDown();
        }
    }

    private void talkAtTheEnd(Connection connection) throws IOException {
        began.complete(Thread.currentThread());
        try {
            connection.awaitInput();
        } catch (Dismissed _) {
            writeOn(connection);
        } finally {
            over.countDown();
        }
    }

    /// Ends the one session, once its thread waits for the client.
    private void dismissWhenItWaits(ServerForTests server) throws Exception {
        Thread session = began.get();
        while (session.getState() != Thread.State.WAITING) {
            Thread.yield();
        }
        server.connections.live().getFirst().connection().dismiss();
    }
}
