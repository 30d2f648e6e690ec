package posthouse.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthouse.queue.Consignment;
import posthouse.queue.Result;
import posthouse.queue.To;
import posthouse.smtp.Notify;

class RemoteCarrierTest extends Elsewhere {
    @Test
    void handsAMessageOverInOneFlight() throws IOException {
        var peer = peer(line -> serve(line, FULL));
        var result = only(carrier(peer.port()).carry(consignment("ben@two.test")));
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Delivered.class,
                        it -> {
                            assertThat(it.place()).isEqualTo(Result.Place.SERVER);
                            assertThat(it.reports()).isTrue();
                            assertThat(it.answer().host()).startsWith("mx.two.test [127.0.0.1]");
                            assertThat(it.answer().text()).isEqualTo("taken");
                            assertThat(it.answer().status()).isEqualTo("2.0.0");
                        });
        assertThat(peer.heard)
                .containsExactly(
                        "EHLO mx.one.test",
                        "MAIL FROM:<ann@one.test> SIZE=22 BODY=8BITMIME RET=FULL ENVID=a+3Db",
                        "RCPT TO:<ben@two.test> NOTIFY=SUCCESS ORCPT=rfc822;x@y.test",
                        "DATA",
                        "Subject: Hi",
                        "",
                        "..text",
                        ".");
    }

    @Test
    void speaksPlainSmtpWithWhoHasNoExtensions() throws IOException {
        var peer =
                peer(line -> {
                    line.say("220 old");
                    line.hear();
                    line.say("502 what");
                    serveOld(line);
                });
        var result = only(carrier(peer.port()).carry(consignment("ben@two.test")));
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Delivered.class, it -> assertThat(it.reports()).isFalse());
        assertThat(peer.heard)
                .startsWith(
                        "EHLO mx.one.test",
                        "HELO mx.one.test",
                        "MAIL FROM:<ann@one.test>",
                        "RCPT TO:<ben@two.test>",
                        "DATA");
    }

    @Test
    void sendsChunksToWhoTakesThem() throws IOException {
        var peer = peer(line -> serve(line, "250-mx.two.test", "250-PIPELINING", "250 CHUNKING"));
        String large = "Subject: Hi\r\n\r\n" + ".0123456789\n".repeat(30_000);
        var result = only(carrier(peer.port()).carry(consignment(large, false, "ben@two.test")));
        assertThat(result).isInstanceOf(Result.Delivered.class);
        var chunks = peer.heard.stream().filter(it -> it.startsWith("BDAT")).toList();
        assertThat(chunks).hasSize(2);
        assertThat(chunks.getLast()).endsWith(" LAST");
        String sent = peer.heard.get(4) + peer.heard.get(6);
        assertThat(sent).isEqualTo(large.replaceAll("\r?\n", "\r\n"));
    }

    @Test
    void eachRecipientHasItsOwnResult() throws IOException {
        for (String[] hello : List.of(FULL, PLAIN)) {
            var peer = peer(line -> serve(line, hello));
            var results =
                    carrier(peer.port())
                            .carry(
                                    consignment(
                                            "nobody@two.test",
                                            "ben@two.test",
                                            "later@two.test",
                                            "many@two.test"))
                            .results();
            assertThat(results.get(0)).isInstanceOf(Result.Failed.class);
            assertThat(results.get(0).answer().text()).isEqualTo("nobody here");
            assertThat(results.get(1)).isInstanceOf(Result.Delivered.class);
            assertThat(results.get(2)).isInstanceOf(Result.Delayed.class);
            assertThat(results.get(2).answer().status()).isEqualTo("4.2.0");
            assertThat(results.get(3)).isInstanceOf(Result.Delayed.class);
        }
    }

    @Test
    void nothingIsSentWhereNobodyIsTaken() throws IOException {
        for (String[] hello : List.of(FULL, PLAIN)) {
            var peer = peer(line -> serve(line, hello));
            var result = only(carrier(peer.port()).carry(consignment("nobody@two.test")));
            assertThat(result).isInstanceOf(Result.Failed.class);
            assertThat(peer.heard).doesNotContain("Subject: Hi", ".");
        }
    }

    @Test
    void aConversationServesForFurtherMessages() throws IOException {
        var peer = peer(line -> serve(line, FULL));
        var carrier = carrier(peer.port());
        for (int i = 0; i < 3; i++) {
            assertThat(only(carrier.carry(consignment("ben@two.test"))))
                    .isInstanceOf(Result.Delivered.class);
        }
        assertThat(peer.connections()).isEqualTo(1);
    }

    @Test
    void aConversationThatHasEndedMeanwhileIsBegunAnew() throws Exception {
        var peer =
                peer(line -> {
                    takeOne(line);
                    line.hear(); // The next MAIL: gone.
                });
        var carrier = carrier(peer.port());
        for (int i = 0; i < 3; i++) {
            assertThat(only(carrier.carry(consignment("ben@two.test"))))
                    .isInstanceOf(Result.Delivered.class);
        }
        assertThat(peer.connections()).isEqualTo(3);
    }

    /// RFC 5321 §3.8: whoever waited too long for the next message may say so.
    @Test
    void aConversationThatIsEndedBy421IsBegunAnew() throws IOException {
        var peer =
                peer(line -> {
                    takeOne(line);
                    line.hear();
                    line.say("421 4.4.2 idle for too long");
                });
        var carrier = carrier(peer.port());
        for (int i = 0; i < 3; i++) {
            assertThat(only(carrier.carry(consignment("ben@two.test"))))
                    .isInstanceOf(Result.Delivered.class);
        }
        assertThat(peer.connections()).isEqualTo(3);
    }

    private static void takeOne(FakePeer.Line line) throws IOException {
        line.say("220 once");
        line.hear();
        line.say(PLAIN);
        line.hear();
        line.say("250");
        line.hear();
        line.say("250");
        line.hear();
        line.say("354");
        line.hearMessage();
        line.say("250");
    }

    // What this server cannot take.

    @Test
    void aMessageTooLargeIsNotTried() throws IOException {
        var peer = peer(line -> serve(line, FULL));
        var result =
                only(
                        carrier(peer.port())
                                .carry(consignment("x".repeat(1001), false, "ben@two.test")));
        assertThat(result).isInstanceOf(Result.Failed.class);
        assertThat(result.answer().status()).isEqualTo("5.3.4");
        assertThat(result.answer().text()).contains("up to 1000 octets", "1001");
        assertThat(peer.heard).containsExactly("EHLO mx.one.test");
    }

    @Test
    void utf8IsRefusedWhereItIsNotTaken() throws IOException {
        var peer = peer(line -> serve(line, FULL));
        var results =
                carrier(peer.port())
                        .carry(consignment(MESSAGE, true, "jürgen@two.test", "ben@two.test"))
                        .results();
        assertThat(results.get(0).answer().status()).isEqualTo("5.6.7");
        assertThat(results.get(1)).isInstanceOf(Result.Delivered.class);
        var header =
                only(
                        carrier(peer.port())
                                .carry(consignment("Subject: ü\r\n\r\n", true, "ben@two.test")));
        assertThat(header).isInstanceOf(Result.Failed.class);
        assertThat(header.answer().status()).isEqualTo("5.6.7");
    }

    @Test
    void utf8GoesWhereItIsTaken() throws IOException {
        var peer = peer(line -> serve(line, "250-mx.two.test", "250 SMTPUTF8"));
        assertThat(only(carrier(peer.port()).carry(consignment(MESSAGE, true, "jürgen@two.test"))))
                .isInstanceOf(Result.Delivered.class);
        assertThat(peer.heard).contains("MAIL FROM:<ann@one.test> SMTPUTF8");
    }

    @Test
    void eightBitsAreConvertedForWhoTakesSeven() throws IOException {
        var peer = peer(line -> serve(line, PLAIN));
        String message = "Subject: Hi\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nä\r\n";
        assertThat(only(carrier(peer.port()).carry(consignment(message, false, "ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
        assertThat(peer.heard).contains("Content-Transfer-Encoding: quoted-printable", "=C3=A4");
    }

    /// More than the 998 octets of RFC 5321 §4.5.3.1.6, in the header and in the text.
    @Test
    void longLinesGoAsTheyCame() throws IOException {
        String subject = "Subject: " + "s".repeat(1200);
        String text = "t".repeat(5000);
        String message = subject + "\r\n\r\n" + text + "\r\n." + text + "\r\n";
        for (String extension : List.of("PIPELINING", "8BITMIME")) {
            var peer = peer(line -> serve(line, "250-mx.two.test", "250 " + extension));
            var result =
                    only(carrier(peer.port()).carry(consignment(message, false, "ben@two.test")));
            assertThat(result).isInstanceOf(Result.Delivered.class);
            assertThat(peer.heard).containsSequence("DATA", subject, "", text, ".." + text, ".");
        }
        var peer = peer(line -> serve(line, "250-mx.two.test", "250 CHUNKING"));
        assertThat(only(carrier(peer.port()).carry(consignment(message, false, "ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
        assertThat(peer.heard).contains(message);
    }

    @Test
    void longLinesAreFoldedInWhatIsConvertedAnyway() throws IOException {
        var peer = peer(line -> serve(line, PLAIN));
        String message =
                "Subject: Hi\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "ä".repeat(3000)
                        + "\r\n"
                        + "t".repeat(5000)
                        + "\r\n";
        assertThat(only(carrier(peer.port()).carry(consignment(message, false, "ben@two.test"))))
                .isInstanceOf(Result.Delivered.class);
        assertThat(peer.heard)
                .contains("DATA", ".")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(76));
    }

    /// An old server lacks both, and the sender hears what cannot be helped by conversion.
    @Test
    void anOriginalRecipientIsSevenBitWhereTheMessageIs() throws IOException {
        var peer = peer(line -> serve(line, FULL));
        var about = consignment("ben@two.test");
        var to =
                new To(
                        path("ben@two.test"),
                        Notify.UNSAID,
                        Optional.of("utf-8;b\u00e9n\ud83d\udced@two.test"));
        var asked =
                new Consignment(
                        about.mail(),
                        about.nextHop(),
                        List.of(to),
                        about.octets(),
                        about.length(),
                        about.headerLength());
        var _ = only(carrier(peer.port()).carry(asked));
        assertThat(peer.heard)
                .contains("RCPT TO:<ben@two.test> ORCPT=utf-8;b\\x{E9}n\\x{1F4ED}@two.test");
    }

    @Test
    void utf8IsRefusedBeforeConversionIsTried() throws IOException {
        var peer = peer(line -> serve(line, PLAIN));
        String message = "To: jürgen@two.test\r\n\r\nä\r\n";
        var results =
                carrier(peer.port())
                        .carry(consignment(message, true, "jürgen@two.test", "ben@two.test"))
                        .results();
        assertThat(results.get(0).answer().status()).isEqualTo("5.6.7");
        assertThat(results.get(0).answer().text()).contains("an address that needs UTF-8");
        assertThat(results.get(1).answer().status()).isEqualTo("5.6.7");
        assertThat(results.get(1).answer().text()).contains("header fields in UTF-8");
    }

    @Test
    void whatMustNotBeConvertedIsBounced() throws IOException {
        var peer = peer(line -> serve(line, PLAIN));
        String message = "Subject: ä\r\n\r\nHi\r\n";
        var result = only(carrier(peer.port()).carry(consignment(message, false, "ben@two.test")));
        assertThat(result).isInstanceOf(Result.Failed.class);
        assertThat(result.answer().status()).isEqualTo("5.6.3");
        assertThat(result.answer().text()).contains("takes 7-bit data only");
    }
}
