package posthouse.smtp.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.dns.Resolver;
import posthouse.queue.Answer;
import posthouse.queue.Carrier;
import posthouse.queue.Consignment;
import posthouse.queue.NextHop;
import posthouse.queue.Result;
import posthouse.time.Clock;
import posthouse.time.Timers;
import posthouse.tls.TlsClient;

/// Takes mail to other servers.
public final class RemoteCarrier implements Carrier, AutoCloseable {
    /// Servers of one next hop that are spoken to in one try, at most.
    static final int CONVERSATIONS_MAX = 5;

    private static final Logger LOG = LoggerFactory.getLogger(RemoteCarrier.class);

    private final ClientConfig config;
    private final Clock clock;
    private final Timers timers;
    private final Destinations destinations;
    private final Dialer dialer;
    private final Pool pool;
    private final TlsClient anybody = TlsClient.trustingAnybody();
    private final TlsClient known;

    /// @param known who does handshakes with smarthosts that have to prove who they are
    public RemoteCarrier(
            Resolver resolver,
            ClientConfig config,
            Clock clock,
            Timers timers,
            TlsClient known,
            RandomGenerator random) {
        this.config = config;
        this.clock = clock;
        this.timers = timers;
        this.known = known;
        destinations = new Destinations(resolver, config, random);
        dialer = new Dialer(config);
        pool = new Pool(timers);
    }

    @Override
    public Outcome carry(Consignment consignment) {
        Outcome outcome = outcome(consignment);
        for (int i = 0; i < outcome.results().size(); i++) {
            var result = outcome.results().get(i);
            LOG.info(
                    "{} to {}: {} ({} {} {})",
                    consignment.mail().id(),
                    consignment.recipients().get(i).path(),
                    words(result),
                    result.answer().host(),
                    result.answer().status(),
                    result.answer().text());
        }
        return outcome;
    }

    private static String words(Result result) {
        return switch (result) {
            case Result.Delivered _ -> "handed over";
            case Result.Delayed _ -> "delayed";
            case Result.Failed _ -> "failed";
        };
    }

    private Outcome outcome(Consignment consignment) {
        Optional<Outcome> over = overOneThatWaits(consignment);
        if (over.isPresent()) {
            return over.get();
        }
        try {
            return overNew(consignment, destinations.of(consignment.nextHop()));
        } catch (Destinations.Nobody nobody) {
            var answer =
                    Answers.unsaid(clock, "", nobody.status(), String.valueOf(nobody.getMessage()));
            // That nobody is there is known for certain, and no reason to leave others waiting.
            return nobody.forNow() ? unreached(consignment, answer) : failed(consignment, answer);
        }
    }

    /// @return empty where none waits, or the server had gone meanwhile
    private Optional<Outcome> overOneThatWaits(Consignment consignment) {
        while (true) {
            var waiting = pool.take(consignment.nextHop());
            if (waiting.isEmpty()) {
                return Optional.empty();
            }
            var handover = new Handover(waiting.get(), consignment, clock);
            List<Result> results = handover.run();
            pool.give(consignment.nextHop(), waiting.get());
            if (handover.reached()) {
                return Optional.of(new Outcome(true, results));
            }
        }
    }

    private Outcome overNew(Consignment consignment, List<Target> found) {
        var targets = new ArrayList<>(found);
        Optional<Answer> last = Optional.empty();
        for (int i = 0; i < CONVERSATIONS_MAX && !targets.isEmpty(); i++) {
            Dialer.Dialed dialed;
            try {
                dialed = dialer.dial(targets);
            } catch (Dialer.NobodyAnswers nobody) {
                var answer =
                        Answers.unsaid(
                                clock,
                                "",
                                "4.4.1",
                                "no server could be reached (" + nobody.getMessage() + ")");
                return unreached(consignment, last.orElse(answer));
            }
            targets.remove(dialed.target());
            try {
                Conversation conversation = begin(dialed, consignment.nextHop());
                var handover = new Handover(conversation, consignment, clock);
                List<Result> results = handover.run();
                pool.give(consignment.nextHop(), conversation);
                if (!handover.lostEarly() || targets.isEmpty() || anySettled(results)) {
                    return new Outcome(handover.reached(), results);
                }
                last = Optional.of(results.getFirst().answer());
            } catch (Conversation.Myself _) {
                return failed(consignment, myself(consignment.nextHop(), dialed.target()));
            } catch (Conversation.Unwelcome unwelcome) {
                last = Optional.of(Answers.of(clock, dialed.target(), "", unwelcome.reply()));
            } catch (IOException failure) {
                String status = failure instanceof PeerFailure it ? it.status() : "4.4.2";
                last =
                        Optional.of(
                                Answers.unsaid(
                                        clock,
                                        dialed.target().toString(),
                                        status,
                                        Wire.reason(failure)));
            }
            LOG.debug("{} does not take {}: {}", dialed.target(), consignment.mail().id(), last);
        }
        return unreached(consignment, last.orElseThrow());
    }

    private static boolean anySettled(List<Result> results) {
        return results.stream().anyMatch(it -> !(it instanceof Result.Delayed));
    }

    private Conversation begin(Dialer.Dialed dialed, NextHop hop) throws IOException {
        var smarthost = smarthost(hop);
        var wanted = smarthost.map(Smarthost::tls).orElse(Smarthost.Tls.OPPORTUNISTIC);
        var client = wanted == Smarthost.Tls.OPPORTUNISTIC ? anybody : known;
        var login = smarthost.flatMap(Smarthost::login);
        try {
            return begin(dialed, new Conversation.Security(client, Optional.of(wanted)), login);
        } catch (Conversation.TlsFailed failure) {
            if (wanted != Smarthost.Tls.OPPORTUNISTIC) {
                throw new PeerFailure("4.7.5", Wire.reason(failure));
            }
            LOG.info("{}: {}; going on without", dialed.target(), failure.getMessage());
            try {
                var again = dialer.dial(List.of(dialed.target()));
                return begin(again, new Conversation.Security(client, Optional.empty()), login);
            } catch (Dialer.NobodyAnswers nobody) {
                throw new PeerFailure("4.4.1", String.valueOf(nobody.getMessage()));
            }
        }
    }

    private Conversation begin(
            Dialer.Dialed dialed, Conversation.Security security, Optional<Smarthost.Login> login)
            throws IOException {
        var wire = new Wire(dialed.socket(), clock, timers, config.timeouts().block());
        return Conversation.begin(dialed.target(), wire, config, security, login);
    }

    private Optional<Smarthost> smarthost(NextHop hop) {
        return hop instanceof NextHop.Smarthost(String name)
                ? Optional.ofNullable(config.smarthosts().get(name))
                : Optional.empty();
    }

    /// RFC 5321 §6.3.
    private Answer myself(NextHop hop, Target target) {
        return Answers.unsaid(
                clock,
                target.toString(),
                "5.4.6",
                "mail for " + hop + " comes back to this server, which does not know the domain");
    }

    private static Outcome unreached(Consignment consignment, Answer answer) {
        return all(consignment, false, new Result.Delayed(answer));
    }

    private static Outcome failed(Consignment consignment, Answer answer) {
        return all(consignment, true, new Result.Failed(answer));
    }

    private static Outcome all(Consignment consignment, boolean reached, Result result) {
        return new Outcome(reached, consignment.recipients().stream().map(_ -> result).toList());
    }

    /// Ends what waits.
    @Override
    public void close() {
        pool.close();
    }
}
