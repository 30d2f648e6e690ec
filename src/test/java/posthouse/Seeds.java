package posthouse;

import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Runs a check for many seeds; a failure names the seed, and `-Dseed=N` runs that one alone.
public final class Seeds {
    /// What is checked for each seed.
    @FunctionalInterface
    public interface Check {
        void run(Random random) throws Exception;
    }

    private static final int MANY = 100;
    private static final int TOLD_TIMES = 20;

    private Seeds() {}

    /// Runs `check` for the seeds 0 to `count` - 1, each with a random sequence of its own.
    public static void each(long count, Check check) {
        Long only = Long.getLong("seed");
        long first = only == null ? 0 : only;
        long end = only == null ? count : only + 1;
        for (long seed = first; seed < end; seed++) {
            run(seed, check);
        }
    }

    /// The same on all processors: for checks that share nothing.
    public static void eachAtOnce(long count, Check check) {
        Long only = Long.getLong("seed");
        if (only != null) {
            each(count, check);
            return;
        }
        var next = new AtomicLong();
        var failures = new ConcurrentLinkedQueue<AssertionError>();
        var workers = new ArrayList<Thread>();
        for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
            workers.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (long seed;
                                        (seed = next.getAndIncrement()) < count
                                                && failures.isEmpty(); ) {
                                    try {
                                        run(seed, check);
                                        tell(seed + 1, count);
                                    } catch (AssertionError failure) {
                                        failures.add(failure);
                                    }
                                }
                            }));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        if (!failures.isEmpty()) {
            throw failures.element();
        }
    }

    private static void tell(long done, long count) {
        if (count >= MANY && done % (count / TOLD_TIMES) == 0) {
            System.out.println(done + " seeds of " + count);
        }
    }

    private static void run(long seed, Check check) {
        try {
            check.run(new Random(seed));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(
                    "seed " + seed + " (again with -Dseed=" + seed + "): " + failure, failure);
        }
    }
}
