package posthouse.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import posthouse.queue.Result;
import posthouse.time.Clock;

class BadPeersTest extends Elsewhere {
    private static final List<String> STAGES =
            List.of("greeting", "EHLO", "MAIL", "RCPT", "DATA", "end");

    /// Goes along until a stage, and then does something else.
    private static FakePeer.Behaviour until(String stage, FakePeer.Behaviour then) {
        return line -> {
            String[] answers = {
                "220 hi", "250 mx.two.test", "250 ok", "250 ok", "354 go on", "250 ok"
            };
            for (int i = 0; i < STAGES.size(); i++) {
                if (i == 5) {
                    line.hearMessage();
                } else if (i > 0) {
                    line.hear();
                }
                if (STAGES.get(i).equals(stage)) {
                    then.meet(line);
                    return;
                }
                line.say(answers[i]);
            }
        };
    }

    private Result tried(FakePeer.Behaviour behaviour) throws IOException {
        var peer = peer(behaviour);
        var result = only(carrier(peer.port()).carry(consignment("ben@two.test")));
        assertThat(result).isInstanceOf(Result.Delayed.class);
        assertThat(result.answer().status()).startsWith("4.");
        return result;
    }

    @Test
    void whoHangsIsGivenUpAtEachStage() throws IOException {
        time = Duration.ofSeconds(1);
        for (String stage : STAGES) {
            var answer = tried(until(stage, FakePeer.Line::hang)).answer();
            assertThat(answer.text()).contains("no answer to ").contains(stage).contains("within");
        }
    }

    @Test
    void whoSaysALittleNowAndThenIsGivenUpToo() throws IOException {
        // Every look at the clock finds that time has passed.
        time = Duration.ofSeconds(20);
        var nanos = new AtomicLong();
        clock =
                new Clock() {
                    @Override
                    public Instant now() {
                        return Instant.EPOCH;
                    }

                    @Override
                    public long nanos() {
                        return nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                    }
                };
        String little = "250-" + "on and ".repeat(500);
        var answer =
                tried(
                                until(
                                        "MAIL",
                                        line -> {
                                            while (true) {
                                                line.say(little);
                                            }
                                        }))
                        .answer();
        assertThat(answer.text()).contains("no answer to MAIL within 20 seconds");
    }

    @Test
    void whoClosesEarlyIsTriedAgainLater() throws IOException {
        for (String stage : STAGES) {
            assertThat(tried(until(stage, _ -> {})).answer().text())
                    .containsAnyOf("closed the connection", "broke", "reset");
        }
    }

    @Test
    void garbageIsNoAnswer() throws IOException {
        for (String stage : STAGES) {
            assertThat(tried(until(stage, line -> line.say("\0\7hello"))).answer().text())
                    .contains("'??hello' is no reply")
                    .contains(stage);
        }
    }

    @Test
    void endlessAnswersEnd() throws IOException {
        assertThat(tried(until("EHLO", line -> line.say("x".repeat(5000)))).answer().text())
                .contains("reply line of more than 4096 octets");
        FakePeer.Behaviour endless =
                line -> {
                    for (int i = 0; i < 300; i++) {
                        line.say("250-" + i);
                    }
                };
        assertThat(tried(until("EHLO", endless)).answer().text()).contains("more than 200 lines");
    }

    @Test
    void laterMeansLaterAtEachStage() throws IOException {
        for (String stage : STAGES) {
            var answer = tried(until(stage, line -> line.say("451 4.7.1 not now"))).answer();
            assertThat(answer.code()).isEqualTo(451);
            assertThat(answer.text()).isEqualTo("not now");
        }
    }

    @Test
    void whoOffersTlsAndFailsIsSpokenToWithout() throws IOException {
        var peer =
                peer(line -> {
                    line.say("220 hi");
                    line.hear();
                    line.say("250-mx.two.test", "250 STARTTLS");
                    if (line.hear().equals("STARTTLS")) {
                        line.say("220 go on");
                        line.hearOctet(); // else it is an injection, which is another case
                        line.say("this is no TLS");
                        return;
                    }
                    line.say("250");
                    line.hear();
                    line.say("250");
                    line.hear();
                    line.say("354");
                    line.hearMessage();
                    line.say("250");
                });
        assertThat(only(carrier(peer.port()).carry(consignment("ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
        assertThat(peer.connections()).isEqualTo(2);
    }

    @Test
    void whoRefusesStarttlsIsSpokenToWithout() throws IOException {
        var peer = peer(line -> serve(line, "250-mx.two.test", "250 STARTTLS"));
        // `serve` answers 250, which is not 220.
        assertThat(only(carrier(peer.port()).carry(consignment("ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
    }

    @Test
    void aLieAboutSizeIsNoLimit() throws IOException {
        var peer = peer(line -> serve(line, "250-mx.two.test", "250-SIZE lots", "250 AUTH"));
        assertThat(only(carrier(peer.port()).carry(consignment("ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
    }
}
