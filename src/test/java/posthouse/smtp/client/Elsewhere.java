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

/// The world that a carrier goes out into: names that a test knows, and servers that do as it
/// wants.
abstract class Elsewhere {
    static final String[] PLAIN = {"250 mx.two.test"};
    static final String[] FULL = {
        "250-mx.two.test",
        "250-PIPELINING",
        "250-SIZE 1000",
        "250-8BITMIME",
        "250-DSN",
        "250 ENHANCEDSTATUSCODES"
    };
    static final String MESSAGE = "Subject: Hi\r\n\r\n.text\r\n";

    private final SystemTimers timers = new SystemTimers();
    final List<AutoCloseable> opened = new ArrayList<>();
    final Names names = new Names();
    Map<String, Smarthost> smarthosts = Map.of();
    Duration time = Duration.ofSeconds(20);
    Clock clock = Clock.system();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        timers.close();
    }

    /// Names that a test knows.
    static final class Names implements Resolver {
        private final Map<String, List<Exchange>> exchanges = new HashMap<>();
        private final Map<String, List<InetAddress>> addresses = new HashMap<>();
        final List<String> failing = new ArrayList<>();

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

    FakePeer peer(FakePeer.Behaviour behaviour) throws IOException {
        return peer("127.0.0.1", 0, behaviour);
    }

    FakePeer peer(String address, int port, FakePeer.Behaviour behaviour) throws IOException {
        var peer = new FakePeer(address, port, behaviour);
        opened.add(peer);
        return peer;
    }

    RemoteCarrier carrier(int port) {
        names.mx("two.test", "mx.two.test");
        names.address("mx.two.test", "127.0.0.1");
        return bareCarrier(port);
    }

    RemoteCarrier bareCarrier(int port) {
        var config =
                new ClientConfig("mx.one.test", port, Timeouts.all(time), List.of(), smarthosts);
        var carrier =
                new RemoteCarrier(
                        names, config, clock, timers, TlsClient.verifying(), new Random(1));
        opened.add(carrier);
        return carrier;
    }

    static Consignment consignment(String... recipients) {
        return consignment(MESSAGE, false, recipients);
    }

    static Consignment consignment(String message, boolean utf8, String... recipients) {
        var hop = new NextHop.Exchangers(Domain.parse("two.test").orElseThrow());
        return consignment(hop, message, utf8, recipients);
    }

    static Consignment consignment(
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

    static Path path(String address) {
        return new Path.Mailbox(Address.parse(address).orElseThrow());
    }

    /// Takes everything, as `hello` lets it.
    static void serve(FakePeer.Line line, String... hello) throws IOException {
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

    static String answer(String rcpt) {
        if (rcpt.contains("nobody")) {
            return "550 5.1.1 nobody here";
        }
        if (rcpt.contains("later")) {
            return "450 4.2.0 greylisted";
        }
        return rcpt.contains("many") ? "552 too many" : "250 2.1.5 ok";
    }

    static Result only(Outcome outcome) {
        assertThat(outcome.results()).hasSize(1);
        return outcome.results().getFirst();
    }

    static void serveOld(FakePeer.Line line) throws IOException {
        while (true) {
            if (line.hear().equals("DATA")) {
                line.say("354");
                line.hearMessage();
            }
            line.say("250");
        }
    }
}
