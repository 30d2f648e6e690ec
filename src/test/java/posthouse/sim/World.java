package posthouse.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import posthouse.store.Hardships;
import posthouse.store.SimDisk;
import posthouse.store.SimStore;

/// One seed's world: a clock, timers, a disk and tasks, all one random sequence.
///
/// ```java
/// var world = new World(random, Hardships.ALL);
/// try {
///     accept(world.store(), …);          // an error PowerCut, at any write
/// } catch (PowerCut _) {
///     world.restart();                   // nothing was promised
/// }
/// ```
///
/// Tasks are plain steps that run to their end, one at a time, in an order that the seed decides.
/// Code that waits for a store's commit does the syncing itself, so nothing here needs a thread.
public final class World {
    private final Random random;
    private final SimClock clock = new SimClock();
    private final SimDisk disk;
    private final List<Runnable> tasks = new ArrayList<>();
    private SimTimers timers = new SimTimers(clock);
    private SimStore store;

    public World(Random random) {
        this(random, Hardships.NONE);
    }

    public World(Random random, Hardships hardships) {
        this.random = random;
        disk = new SimDisk(random).hardships(hardships);
        store = disk.open();
    }

    public Random random() {
        return random;
    }

    public SimClock clock() {
        return clock;
    }

    public SimTimers timers() {
        return timers;
    }

    public SimDisk disk() {
        return disk;
    }

    /// The store of this run of the machine.
    public SimStore store() {
        return store;
    }

    /// Starts the machine again: tasks and timers are gone, the disk has what was synced and a part
    /// of the rest.
    public SimStore restart() {
        tasks.clear();
        timers.close();
        timers = new SimTimers(clock);
        store = disk.open();
        return store;
    }

    /// Adds a task. A task may add others.
    public void task(Runnable task) {
        tasks.add(task);
    }

    /// Runs all tasks, and timers where there are no tasks, at most `most` of both.
    ///
    /// @return how many ran
    public int run(int most) {
        int count = 0;
        while (count < most && runOne()) {
            count++;
        }
        return count;
    }

    private boolean runOne() {
        if (tasks.isEmpty()) {
            return timers.runNext();
        }
        tasks.remove(random.nextInt(tasks.size())).run();
        return true;
    }
}
