package posthouse.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.store.Partition;
import posthouse.store.PowerCut;
import posthouse.store.Space;

class WorldTest {
    @Test
    void runsTheSameForTheSameSeed() {
        assertThat(order(1)).isEqualTo(order(1)).hasSize(20).isNotEqualTo(order(2));
    }

    private static List<Integer> order(long seed) {
        var world = new World(new Random(seed));
        var order = new ArrayList<Integer>();
        for (int n = 0; n < 20; n++) {
            int number = n;
            world.task(() -> order.add(number));
        }
        assertThat(world.run(100)).isEqualTo(20);
        return order;
    }

    @Test
    void jumpsToTheNextTimer() {
        var world = new World(new Random(1));
        var start = world.clock().now();
        var ran = new ArrayList<String>();
        var _ = world.timers().after(Duration.ofHours(2), () -> ran.add("late"));
        var cancelled = world.timers().after(Duration.ofMinutes(1), () -> ran.add("never"));
        var _ = world.timers().after(Duration.ofHours(1), () -> ran.add("early"));
        cancelled.cancel();
        world.task(() -> ran.add("now"));
        assertThat(world.run(100)).isEqualTo(3);
        assertThat(ran).containsExactly("now", "early", "late");
        assertThat(Duration.between(start, world.clock().now())).hasHours(2);
    }

    @Test
    void advancesThroughTimersThatSetOthers() {
        var world = new World(new Random(1));
        var ran = new ArrayList<Long>();
        tick(world, ran);
        world.timers().advance(Duration.ofSeconds(35));
        assertThat(ran).containsExactly(10L, 20L, 30L);
        assertThat(world.clock().nanos()).isEqualTo(Duration.ofSeconds(35).toNanos());
    }

    private static void tick(World world, List<Long> ran) {
        var _ =
                world.timers()
                        .after(
                                Duration.ofSeconds(10),
                                () -> {
                                    ran.add(Duration.ofNanos(world.clock().nanos()).toSeconds());
                                    tick(world, ran);
                                });
    }

    @Test
    void goesOnAfterAPowerCut() throws Exception {
        var world = new World(new Random(1));
        var ann = new Partition(Space.ACCOUNT, "ann");
        world.store().commit(ann, 0, List.of(), List.of()).await();
        var before = world.store();
        world.disk().cutPower();
        assertThatThrownBy(() -> before.read(ann)).isInstanceOf(PowerCut.class);
        assertThat(world.restart().read(ann).revision()).isEqualTo(1);
        assertThatThrownBy(() -> before.read(ann)).isInstanceOf(PowerCut.class);
    }
}
