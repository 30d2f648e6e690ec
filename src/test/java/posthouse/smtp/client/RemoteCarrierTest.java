package posthouse.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.dns.DnsFailure;
import posthouse.dns.Resolver;
import posthouse.queue.Carrier.Outcome;
import posthouse.queue.Consignment;
import posthouse.queue.Mail;
import posthouse.queue.NextHop;
import posthouse.queue.Result;
import posthouse.queue.To;
import posthouse.smtp.Notify;
import posthouse.smtp.Path;
import posthouse.time.Clock;
import posthouse.time.SystemTimers;
import posthouse.tls.TlsClient;

class RemoteCarrierTest {
    private static final String[] PLAIN = {"250 mx.two.test"};
    private static final String[] FULL = {
        "250-mx.two.test",
        "250-PIPELINING",
        "250-SIZE 1000",
        "250-8BITMIME",
        "250-DSN",
        "250 ENHANCEDSTATUSCODES"
    };
    private static final String MESSAGE = "Subject: Hi\r\n\r\n.text\r\n";

    private final SystemTimers timers = new SystemTimers();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Names names = new Names();
    private Map<String, Smarthost> smarthosts = Map.of();
    private Duration time = Duration.ofSeconds(20);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        timers.close();
    }

    /// Names that a test knows.
    private static final class Names implements Resolver {
        private final Map<String, List<Exchange>> exchanges = new HashMap<>();
        private final Map<String, List<InetAddress>> addresses = new HashMap<>();
        private final List<String> failing = new ArrayList<>();

        @Override
        public Found<Exchange> exchanges(String domain) throws DnsFailure {
            return find(exchanges, domain);
        }

        @Override
        public Found<InetAddress> addresses(String host) throws DnsFailure {
            return find(addresses, host);
        }

        @Override
        public Found<String> texts(String name) {
            return Found.nothing();
        }

        private <T> Found<T> find(Map<String, List<T>> of, String name) throws DnsFailure {
            if (failing.contains(name)) {
                throw new DnsFailure("looking up " + name + ": the name server failed (SERVFAIL)");
            }
            boolean exists = exchanges.containsKey(name) || addresses.containsKey(name);
            return new Found<>(exists, of.getOrDefault(name, List.of()));
        }

        void mx(String domain, String... hosts) {
            var list = new ArrayList<Exchange>();
            for (String host : hosts) {
                list.add(new Exchange(10 * (list.size() + 1), host));
            }
            exchanges.put(domain, list);
        }

        void address(String host, String... literals) {
            addresses.put(host, List.of(literals).stream().map(InetAddress::ofLiteral).toList());
        }
    }

    private FakePeer peer(FakePeer.Behaviour behaviour) throws IOException {
        return peer("127.0.0.1", 0, behaviour);
    }

    private FakePeer peer(String address, int port, FakePeer.Behaviour behaviour)
            throws IOException {
        var peer = new FakePeer(address, port, behaviour);
        opened.add(peer);
        return peer;
    }

    private RemoteCarrier carrier(int port) {
        names.mx("two.test", "mx.two.test");
        names.address("mx.two.test", "127.0.0.1");
        return bareCarrier(port);
    }

    private RemoteCarrier bareCarrier(int port) {
        var config =
                new ClientConfig("mx.one.test", port, Timeouts.all(time), List.of(), smarthosts);
        var carrier =
                new RemoteCarrier(
                        names,
                        config,
                        Clock.system(),
                        timers,
                        TlsClient.verifying(),
                        new Random(1));
        opened.add(carrier);
        return carrier;
    }

    private static Consignment consignment(String... recipients) {
        return consignment(MESSAGE, false, recipients);
    }

    private static Consignment consignment(String message, boolean utf8, String... recipients) {
        var hop = new NextHop.Exchangers(Domain.parse("two.test").orElseThrow());
        return consignment(hop, message, utf8, recipients);
    }

    private static Consignment consignment(
            NextHop hop, String message, boolean utf8, String... recipients) {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.EPOCH;
        var mail =
                new Mail(
                        "id1",
                        path("ann@one.test"),
                        1,
                        Optional.of("a=b"),
                        Optional.of(true),
                        utf8,
                        "<1@one.test>",
                        now,
                        now);
        var to = new ArrayList<To>();
        for (String recipient : recipients) {
            to.add(
                    new To(
                            path(recipient),
                            new Notify(true, true, false, false),
                            Optional.of("rfc822;x@y.test")));
        }
        return new Consignment(
                mail,
                hop,
                to,
                () -> new ByteArrayInputStream(octets),
                octets.length,
                message.indexOf("\r\n\r\n") + 4);
    }

    private static Path path(String address) {
        return new Path.Mailbox(Address.parse(address).orElseThrow());
    }

    /// Takes everything, as `hello` lets it.
    private static void serve(FakePeer.Line line, String... hello) throws IOException {
        line.say("220 mx.two.test ESMTP");
        while (true) {
            String command = line.hear();
            String verb = command.split("[ :]")[0];
            switch (verb) {
                case "EHLO" -> line.say(hello);
                case "DATA" -> {
                    line.say("354 go on");
                    line.hearMessage();
                    line.say("250 2.0.0 taken");
                }
                case "BDAT" -> {
                    line.hearChunk(command);
                    line.say("250 2.0.0 taken");
                }
                case "RCPT" -> line.say(answer(command));
                case "QUIT" -> {
                    line.say("221 bye");
                    return;
                }
                default -> line.say("250 ok");
            }
        }
    }

    private static String answer(String rcpt) {
        if (rcpt.contains("nobody")) {
            return "550 5.1.1 nobody here";
        }
        if (rcpt.contains("later")) {
            return "450 4.2.0 greylisted";
        }
        return rcpt.contains("many") ? "552 too many" : "250 2.1.5 ok";
    }

    private static Result only(Outcome outcome) {
        assertThat(outcome.results()).hasSize(1);
        return outcome.results().getFirst();
    }

    // What goes well.

    @Test
    void handsAMessageOverInOneFlight() throws IOException {
        var peer = peer(line -> serve(line, FULL));
        var result = only(carrier(peer.port()).carry(consignment("ben@two.test")));
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Delivered.class,
                        it -> {
                            assertThat(it.relayed()).isTrue();
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

    private static void serveOld(FakePeer.Line line) throws IOException {
        while (true) {
            if (line.hear().equals("DATA")) {
                line.say("354");
                line.hearMessage();
            }
            line.say("250");
        }
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
                    line.hear(); // The next MAIL: gone.
                });
        var carrier = carrier(peer.port());
        for (int i = 0; i < 3; i++) {
            assertThat(only(carrier.carry(consignment("ben@two.test"))))
                    .isInstanceOf(Result.Delivered.class);
        }
        assertThat(peer.connections()).isEqualTo(3);
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

    /// An old server lacks both, and the sender hears what cannot be helped by conversion.
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

    // Bad peers.

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
    void whoSaysALetterNowAndThenIsGivenUpToo() throws IOException {
        time = Duration.ofSeconds(1);
        var answer =
                tried(
                                until(
                                        "MAIL",
                                        line -> {
                                            while (true) {
                                                line.say("250-on");
                                                pause();
                                            }
                                        }))
                        .answer();
        assertThat(answer.text()).contains("no answer to MAIL");
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(100);
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
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

    // Where mail goes.

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

    // Smarthosts.

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
