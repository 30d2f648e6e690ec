package posthouse.store;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

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

    @Override
    public boolean keeps() {
        return true;
    }
}
