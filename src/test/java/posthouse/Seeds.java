package posthouse;

import java.util.Random;

/// Runs a check for many seeds; a failure names the seed, and `-Dseed=N` runs that one alone.
public final class Seeds {
    /// What is checked for each seed.
    @FunctionalInterface
    public interface Check {
        void run(Random random) throws Exception;
    }

    private Seeds() {}

    /// Runs `check` for the seeds 0 to `count` - 1, each with a random sequence of its own.
    public static void each(long count, Check check) {
        Long only = Long.getLong("seed");
        long first = only == null ? 0 : only;
        long end = only == null ? count : only + 1;
        for (long seed = first; seed < end; seed++) {
            try {
                check.run(new Random(seed));
            } catch (Exception | AssertionError failure) {
                throw new AssertionError(
                        "seed " + seed + " (again with -Dseed=" + seed + "): " + failure, failure);
            }
        }
    }
}
