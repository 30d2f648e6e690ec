package posthouse.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The other servers of a simulation and the DNS that knows them. Each next hop is in a mood that
/// lasts a while, and then in another.
final class SimElsewhere implements Carrier {
    /// A domain that does not exist.
    static final String NOWHERE = "nowhere.test";

    /// Half of the moods last longer than a message lives.
    private static final Duration MOOD_MOST = Duration.ofDays(4);

    private enum Mood {
        TAKES,
        /// It greylists, or has too much to do.
        DELAYS,
        ABSENT,
        /// The DNS has no answer.
        NOT_LOOKED_UP,
        /// It accepts the connection and says nothing.
        HANGS,
        /// It breaks the connection off when it has the whole message.
        BREAKS
    }

    private record Phase(Mood mood, long until) {}

    private final Random random;
    private final SimTime time;
    private final Runnable meanwhile;
    private final Map<NextHop, Phase> phases = new HashMap<>();

    /// How often each recipient's server has taken a message, by the message's id and the path.
    final Map<String, Integer> taken = new HashMap<>();

    /// How often of these we were not told.
    final Map<String, Integer> unheard = new HashMap<>();

    /// Whether some of what is said to be taken is not.
    boolean lies;

    /// @param meanwhile goes on while a server lets us wait
    SimElsewhere(Random random, SimTime time, Runnable meanwhile) {
        this.random = random;
        this.time = time;
        this.meanwhile = meanwhile;
    }

    /// From now on each is in a new mood.
    void change() {
        phases.clear();
    }

    @Override
    public Outcome carry(Consignment consignment) {
        if (consignment.nextHop().toString().equals(NOWHERE)) {
            return all(consignment, true, new Result.Failed(answer("no such domain")));
        }
        return switch (mood(consignment.nextHop())) {
            case TAKES -> each(consignment, 1, false);
            case DELAYS -> each(consignment, 4, false);
            case ABSENT -> unreached(consignment, "nobody answers");
            case NOT_LOOKED_UP -> unreached(consignment, "no name server answers");
            case HANGS -> {
                meanwhile.run();
                yield unreached(consignment, "it says nothing");
            }
            case BREAKS -> each(consignment, 1, true);
        };
    }

    private Mood mood(NextHop hop) {
        var phase = phases.get(hop);
        if (phase == null || phase.until() < time.nanos()) {
            var moods = Mood.values();
            long lasts = random.nextLong(MOOD_MOST.toNanos());
            phase = new Phase(moods[random.nextInt(moods.length)], time.nanos() + lasts);
            phases.put(hop, phase);
        }
        return phase.mood();
    }

    /// @param delayed of ten recipients
    private Outcome each(Consignment consignment, int delayed, boolean breaks) {
        boolean takes = !breaks || random.nextBoolean();
        var results =
                consignment.recipients().stream()
                        .map(to -> one(consignment.mail().id() + to.path(), delayed, takes, breaks))
                        .toList();
        return new Outcome(true, results);
    }

    private Result one(String name, int delayed, boolean takes, boolean breaks) {
        int luck = random.nextInt(10);
        if (luck < delayed) {
            return new Result.Delayed(answer("greylisted"));
        }
        if (luck == 9) {
            return new Result.Failed(answer("no such user"));
        }
        if (takes && !(lies && random.nextInt(20) == 0)) {
            taken.merge(name, 1, Integer::sum);
        }
        if (breaks) {
            unheard.merge(name, takes ? 1 : 0, Integer::sum);
            return new Result.Delayed(answer("the connection broke"));
        }
        return new Result.Delivered(answer("taken"), Result.Place.SERVER, false);
    }

    private Outcome unreached(Consignment consignment, String why) {
        return all(consignment, false, new Result.Delayed(answer(why)));
    }

    static Outcome all(Consignment consignment, boolean reached, Result result) {
        List<Result> results = consignment.recipients().stream().map(_ -> result).toList();
        return new Outcome(reached, results);
    }

    private Answer answer(String text) {
        return new Answer(time.now(), "mx.test", "", 0, "4.0.0", text);
    }
}
