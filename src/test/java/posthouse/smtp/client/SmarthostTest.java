package posthouse.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthouse.queue.Carrier.Outcome;
import posthouse.queue.NextHop;
import posthouse.queue.Result;

class SmarthostTest extends Elsewhere {
    private Outcome overSmarthost(Smarthost smarthost) {
        smarthosts = Map.of("isp", smarthost);
        return bareCarrier(1)
                .carry(consignment(new NextHop.Smarthost("isp"), MESSAGE, false, "ben@two.test"));
    }

    @Test
    void logsInWhereThatIsWanted() throws IOException {
        var login = Optional.of(new Smarthost.Login("ann", "secret"));
        for (String mechanisms : List.of("PLAIN LOGIN", "LOGIN")) {
            var peer =
                    peer(line -> {
                        line.say("220 hi");
                        line.hear();
                        line.say("250-isp", "250 AUTH " + mechanisms);
                        if (line.hear().equals("AUTH LOGIN")) {
                            line.say("334 VXNlcm5hbWU6");
                            line.hear();
                            line.say("334 UGFzc3dvcmQ6");
                            line.hear();
                        }
                        line.say("235 welcome");
                        serveOld(line);
                    });
            var smarthost =
                    new Smarthost("127.0.0.1", peer.port(), Smarthost.Tls.OPPORTUNISTIC, login);
            assertThat(only(overSmarthost(smarthost))).isInstanceOf(Result.Delivered.class);
            assertThat(peer.heard).containsAnyOf("AUTH PLAIN AGFubgBzZWNyZXQ=", "c2VjcmV0");
        }
    }

    @Test
    void aLoginThatFailsIsTriedAgainLater() throws IOException {
        var peer =
                peer(line -> {
                    line.say("220 hi");
                    line.hear();
                    line.say("250-isp", "250 AUTH PLAIN");
                    line.hear();
                    line.say("535 5.7.8 wrong password");
                });
        var login = Optional.of(new Smarthost.Login("ann", "secret"));
        var result =
                only(
                        overSmarthost(
                                new Smarthost(
                                        "127.0.0.1",
                                        peer.port(),
                                        Smarthost.Tls.OPPORTUNISTIC,
                                        login)));
        assertThat(result).isInstanceOf(Result.Delayed.class);
        assertThat(result.answer().text()).isEqualTo("wrong password");
    }

    @Test
    void whoMustHaveTlsGetsNothingWithout() throws IOException {
        var peer = peer(line -> serve(line, PLAIN));
        var result =
                only(
                        overSmarthost(
                                new Smarthost(
                                        "127.0.0.1",
                                        peer.port(),
                                        Smarthost.Tls.STARTTLS,
                                        Optional.empty())));
        assertThat(result).isInstanceOf(Result.Delayed.class);
        assertThat(result.answer().text()).contains("offers no STARTTLS");
        assertThat(peer.heard).noneMatch(it -> it.startsWith("MAIL"));
    }
}
