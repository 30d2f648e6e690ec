package posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The contract holds in the simulated world too.
class SimStoreTest implements StoreContract {
    private final Map<Path, SimDisk> disks = new HashMap<>();

    @Override
    public Store open(Path folder) {
        return disks.computeIfAbsent(
                        folder,
                        _ ->
                                new SimDisk(new Random(1))
                                        .hardships(
                                                new Hardships(0, 0, 0, 0.1, Hardships.Flaw.NONE)))
                .open();
    }

    /// A cache that keeps nothing of what was asked of the disk must not hold a commit up for ever.
    @Test
    void commitsAlsoWhereNothingStaysInMemory() throws Exception {
        var cold = new Hardships(0, 0, 0, 1, Hardships.Flaw.NONE);
        Store store = new SimDisk(new Random(1)).hardships(cold).open();
        var partition = new Partition(Space.ACCOUNT, "1");
        long body = store.bodies().put(new ByteArrayInputStream(new byte[10]), "~first");
        var link = new SideWrite.LinkBody(body, "second");
        store.commit(partition, 0, List.of(), List.of(link)).await();
        store.commit(partition, 1, List.of(), List.of()).await();
        store.bodies().unlink(body, "~first");
        assertThat(store.bodies().tags(body)).containsExactly("second");
    }

    @Override
    public boolean keeps() {
        return true;
    }
}
