package posthouse.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.time.Clock;

/// One try of one message at one next hop: reads what is to be done, has it carried, and has what
/// came of it written down.
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Job job;
    private final Shard shard;
    private final Clock clock;
    private final QueueConfig config;
    private final Routes routes;

    /// How it ended.
    ///
    /// @param unreached what kept the next hop from being reached
    record Ended(
            Shard.Found found, Settlement settlement, Optional<Answer> unreached, boolean more) {}

    Attempt(Job job, Shard shard, Clock clock, QueueConfig config, Routes routes) {
        this.job = job;
        this.shard = shard;
        this.clock = clock;
        this.config = config;
        this.routes = routes;
    }

    /// @return empty where there is nothing to do any more
    Optional<Ended> run(Carrier carrier) {
        var found = shard.find(job.id()).filter(it -> !it.entry().stopped());
        var here = found.map(this::ofThisHop).orElse(List.of());
        if (here.isEmpty()) {
            return Optional.empty();
        }
        var tried = here.subList(0, Math.min(here.size(), config.recipientsMax()));
        var outcome = outcome(carrier, found.get().entry(), tried);
        Instant now = clock.now();
        var settlement =
                Settlement.of(
                        found.get().entry().mail(),
                        tried,
                        outcome.results(),
                        new Lives(config),
                        now);
        return Optional.of(
                new Ended(found.get(), settlement, unreached(outcome), here.size() > tried.size()));
    }

    /// Those with the fewest tries first, so that many recipients are gone through in parts.
    private List<Waiting> ofThisHop(Shard.Found found) {
        var here = new ArrayList<Waiting>();
        for (Waiting each : found.waiting()) {
            var hop = routes.nextHop(found.entry().mail(), each.to(), each.tries());
            if (hop.equals(job.hop().nextHop())) {
                here.add(each);
            }
        }
        int fewest = here.stream().mapToInt(Waiting::tries).min().orElse(0);
        here.removeIf(each -> each.tries() > fewest);
        here.sort(Comparator.comparingInt(Waiting::number));
        return here;
    }

    private Carrier.Outcome outcome(Carrier carrier, Entry entry, List<Waiting> tried) {
        if (job.excuse().isPresent()) {
            return all(tried, job.excuse().get());
        }
        var consignment =
                new Consignment(
                        entry.mail(),
                        job.hop().nextHop(),
                        tried.stream().map(Waiting::to).toList(),
                        () -> shard.open(entry),
                        entry.held().length(),
                        Math.toIntExact(entry.held().headerLength()));
        try {
            return carrier.carry(consignment);
        } catch (RuntimeException failure) {
            LOG.error("{} to {} failed here", job.id(), job.hop().nextHop(), failure);
            var answer =
                    new Answer(clock.now(), "", "", 0, "4.3.0", "an error of this server's own");
            return all(tried, answer);
        }
    }

    private static Carrier.Outcome all(List<Waiting> tried, Answer answer) {
        return new Carrier.Outcome(
                false, tried.stream().<Result>map(_ -> new Result.Delayed(answer)).toList());
    }

    private static Optional<Answer> unreached(Carrier.Outcome outcome) {
        return outcome.reached()
                ? Optional.empty()
                : Optional.of(outcome.results().getFirst().answer());
    }
}
