package posthouse.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A message with those of its recipients that an operator means; at least one.
record Match(Shard.Found found, List<One> ones) {
    /// A recipient as it is kept and as it stands.
    record One(Waiting waiting, Standing.Recipient standing) {
        NextHop nextHop() {
            return standing.nextHop();
        }
    }

    /// @param running next hops where the message is being tried
    static Optional<Match> of(
            Shard.Found found, Selection which, Routes routes, Set<NextHop> running, Instant now) {
        if (!which.admits(found.entry().mail(), now)) {
            return Optional.empty();
        }
        var ones = new ArrayList<One>();
        for (Waiting each : found.waiting()) {
            var nextHop = routes.nextHop(found.entry().mail(), each.to(), each.tries());
            var state =
                    running.contains(nextHop)
                            ? Standing.State.TRYING
                            : state(found.entry(), each, now);
            var standing =
                    new Standing.Recipient(
                            each.to(), state, nextHop, each.tries(), each.due(), each.last());
            if (which.admits(standing)) {
                ones.add(new One(each, standing));
            }
        }
        return ones.isEmpty() ? Optional.empty() : Optional.of(new Match(found, ones));
    }

    private static Standing.State state(Entry entry, Waiting waiting, Instant now) {
        if (entry.stopped()) {
            return Standing.State.HELD;
        }
        if (!waiting.due().isAfter(now)) {
            return Standing.State.DUE;
        }
        return waiting.tries() > 0 ? Standing.State.DEFERRED : Standing.State.LATER;
    }

    Mail mail() {
        return found.entry().mail();
    }

    List<Waiting> waiting() {
        return ones.stream().map(One::waiting).toList();
    }

    /// Those that go to one of these.
    List<Waiting> at(Set<NextHop> nextHops) {
        return ones.stream()
                .filter(it -> nextHops.contains(it.nextHop()))
                .map(One::waiting)
                .toList();
    }

    /// @param most recipients to be shown
    Standing standing(int most) {
        var all = ones.stream().map(One::standing).toList();
        return new Standing(
                mail(),
                found.entry().held().length(),
                all.stream().map(Standing.Recipient::state).sorted().findFirst().orElseThrow(),
                all.size(),
                List.copyOf(all.subList(0, Math.min(most, all.size()))));
    }
}
