package posthouse.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import posthouse.queue.NextHop;
import posthouse.queue.Result;

class DestinationsTest extends Elsewhere {
    @Test
    void theNextExchangerIsAskedWhereTheFirstDoesNotWantUs() throws IOException {
        var first = peer("127.0.0.1", 0, line -> line.say("421 go away"));
        var second = peer("127.0.0.2", first.port(), line -> serve(line, FULL));
        names.mx("two.test", "a.two.test", "b.two.test");
        names.address("a.two.test", "127.0.0.1");
        names.address("b.two.test", "127.0.0.2");
        assertThat(only(bareCarrier(second.port()).carry(consignment("ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
        assertThat(first.connections()).isEqualTo(1);
    }

    @Test
    void theNextExchangerIsAskedWhereTheFirstBreaksOffBeforeTheEnd() throws IOException {
        var first =
                peer(
                        "127.0.0.1",
                        0,
                        line -> {
                            line.say("220 hi");
                            line.hear();
                            line.say("250 a.two.test");
                            line.hear();
                        });
        var second = peer("127.0.0.2", first.port(), line -> serve(line, FULL));
        names.mx("two.test", "a.two.test", "b.two.test");
        names.address("a.two.test", "127.0.0.1");
        names.address("b.two.test", "127.0.0.2");
        assertThat(only(bareCarrier(second.port()).carry(consignment("ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
        assertThat(first.heard).anyMatch(it -> it.startsWith("MAIL"));
    }

    /// It may have the message, and would not be asked whether it does.
    @Test
    void nobodyElseIsAskedWhereTheFirstBreaksOffBehindTheEnd() throws IOException {
        var first =
                peer(
                        "127.0.0.1",
                        0,
                        line -> {
                            line.say("220 hi");
                            line.hear();
                            line.say("250 a.two.test");
                            line.hear();
                            line.say("250 ok");
                            line.hear();
                            line.say("250 ok");
                            line.hear();
                            line.say("354 go on");
                            line.hearMessage();
                        });
        var second = peer("127.0.0.2", first.port(), line -> serve(line, FULL));
        names.mx("two.test", "a.two.test", "b.two.test");
        names.address("a.two.test", "127.0.0.1");
        names.address("b.two.test", "127.0.0.2");
        assertThat(only(bareCarrier(second.port()).carry(consignment("ben@two.test"))))
                .isInstanceOf(Result.Delayed.class);
        assertThat(second.connections()).isZero();
    }

    /// A listener whose backlog is full neither takes a connection nor refuses it. Without the head
    /// start's end, this takes as long as a connection may.
    @Test
    @Timeout(60)
    void anAddressThatKeepsSilentIsNotWaitedFor() throws IOException {
        time = Duration.ofMinutes(10);
        var live = peer("127.0.0.2", 0, line -> serve(line, FULL));
        var deaf = new ServerSocket(live.port(), 1, InetAddress.ofLiteral("127.0.0.4"));
        opened.add(deaf);
        for (int i = 0; i < 4; i++) {
            var waiting = SocketChannel.open();
            opened.add(waiting);
            waiting.configureBlocking(false);
            var _ = waiting.connect(deaf.getLocalSocketAddress());
        }
        names.mx("two.test", "deaf.two.test", "live.two.test");
        names.address("deaf.two.test", "127.0.0.4");
        names.address("live.two.test", "127.0.0.2");
        assertThat(only(bareCarrier(live.port()).carry(consignment("ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
    }

    @Test
    void aDeadExchangerIsPassedOver() throws IOException {
        var live = peer("127.0.0.2", 0, line -> serve(line, FULL));
        names.mx("two.test", "dead.two.test", "nameless.two.test", "live.two.test");
        names.address("dead.two.test", "127.0.0.3", "::1");
        names.address("live.two.test", "127.0.0.2");
        var outcome = bareCarrier(live.port()).carry(consignment("ben@two.test"));
        assertThat(only(outcome)).isInstanceOf(Result.Delivered.class);
    }

    @Test
    void whereAllAreDeadEachIsNamed() {
        names.mx("two.test", "dead.two.test");
        names.address("dead.two.test", "127.0.0.3");
        var outcome = bareCarrier(1).carry(consignment("ben@two.test"));
        assertThat(outcome.reached()).isFalse();
        assertThat(only(outcome)).isInstanceOf(Result.Delayed.class);
        assertThat(only(outcome).answer().text()).contains("dead.two.test [127.0.0.3]");
        assertThat(only(outcome).answer().status()).isEqualTo("4.4.1");
    }

    @Test
    void aDomainWithoutExchangersIsItsOwn() throws IOException {
        var peer = peer(line -> serve(line, FULL));
        names.address("two.test", "127.0.0.1");
        assertThat(only(bareCarrier(peer.port()).carry(consignment("ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
    }

    @Test
    void whatCannotBeReachedAtAllFailsAtOnce() {
        failsWith("5.1.2", "the domain two.test does not exist");
        names.mx("two.test", "");
        failsWith("5.1.10", "two.test takes no mail");
        names.mx("two.test", "gone.two.test");
        failsWith("5.4.4", "none of the mail exchangers of two.test has an address");
        names.mx("two.test");
        failsWith("5.1.2", "neither MX nor address");
        names.mx("two.test", "mx.one.test", "backup.two.test");
        failsWith("5.4.6", "comes back to this server");
    }

    private void failsWith(String status, String text) {
        var outcome = bareCarrier(1).carry(consignment("ben@two.test"));
        assertThat(only(outcome)).isInstanceOf(Result.Failed.class);
        assertThat(only(outcome).answer().status()).isEqualTo(status);
        assertThat(only(outcome).answer().text()).contains(text);
    }

    @Test
    void whatCannotBeLookedUpWaits() {
        names.failing.add("two.test");
        assertThat(only(bareCarrier(1).carry(consignment("ben@two.test"))))
                .isInstanceOfSatisfying(
                        Result.Delayed.class,
                        it -> assertThat(it.answer().text()).contains("SERVFAIL"));
        names.failing.clear();
        names.failing.add("mx.two.test");
        names.mx("two.test", "mx.two.test");
        assertThat(only(bareCarrier(1).carry(consignment("ben@two.test"))))
                .isInstanceOf(Result.Delayed.class);
    }

    @Test
    void whoCallsHimselfByOurNameIsOurselves() throws IOException {
        var peer = peer(line -> serve(line, "250 mx.one.test"));
        var result = only(carrier(peer.port()).carry(consignment("ben@two.test")));
        assertThat(result).isInstanceOf(Result.Failed.class);
        assertThat(result.answer().status()).isEqualTo("5.4.6");
    }

    @Test
    void anAddressLiteralIsItsOwnServer() throws IOException {
        var peer = peer(line -> serve(line, FULL));
        var consignment =
                consignment(new NextHop.Literal("[127.0.0.1]"), MESSAGE, false, "ben@two.test");
        assertThat(only(bareCarrier(peer.port()).carry(consignment)))
                .isInstanceOf(Result.Delivered.class);
    }
}
