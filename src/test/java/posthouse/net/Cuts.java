package posthouse.net;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Into which pieces the octets of a client are cut on their way.
interface Cuts {
    /// How many of the `waiting` octets come in one piece: at least one.
    int next(int waiting);

    /// All that the client sends at once.
    static Cuts whole() {
        return named("", waiting -> waiting);
    }

    static Cuts singleOctets() {
        return named(" (one octet at a time)", _ -> 1);
    }

    static Cuts random(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return named(" (cut with seed " + seed + ")", waiting -> 1 + random.nextInt(waiting));
    }

    private static Cuts named(String name, Cuts cuts) {
        return new Cuts() {
            @Override
            public int next(int waiting) {
                return cuts.next(waiting);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
