package posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posthouse.store.StoreContract.ANN;
import static posthouse.store.StoreContract.dump;
import static posthouse.store.StoreContract.put;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.store.FaultyStore.Call;
import posthouse.store.FaultyStore.When;

/// A wrapper that injects nothing is a store; one that does, fails where it was told to.
class FaultyStoreTest implements StoreContract {
    @Override
    public Store open(Path folder) {
        return FaultyStore.failingAt(0, new MemoryStore());
    }

    @Override
    public boolean keeps() {
        return false;
    }

    @Test
    void sweepsOverAllCalls() throws Exception {
        int failures = 0;
        for (int n = 1; ; n++) {
            var memory = new MemoryStore();
            var store = FaultyStore.failingAt(n, memory);
            try {
                scenario(store);
            } catch (StoreFailure _) {
                failures++;
            }
            if (store.calls() < n) {
                assertThat(store.log())
                        .containsExactly(
                                Call.PUT,
                                Call.COMMIT,
                                Call.AWAIT,
                                Call.UNLINK,
                                Call.OPEN,
                                Call.STREAM);
                break;
            }
        }
        assertThat(failures).isEqualTo(6);
    }

    private static void scenario(Store store) throws Exception {
        long body = put(store, "x", "~x");
        var link = List.<SideWrite>of(new SideWrite.LinkBody(body, "t"));
        store.commit(ANN, 0, List.of(put("a", "1")), link).await();
        store.bodies().unlink(body, "~x");
        var _ = store.bodies().open(body, 0, 1).read();
    }

    @Test
    void failsBeforeOrAfter() {
        var memory = new MemoryStore();
        assertThatThrownBy(() ->
                        FaultyStore.failingAt(1, When.BEFORE, memory)
                                .commit(ANN, 0, List.of(put("a", "1")), List.of()))
                .isInstanceOf(StoreFailure.class);
        assertThat(dump(memory, ANN)).isEmpty();
        assertThatThrownBy(() ->
                        FaultyStore.failingAt(1, When.AFTER, memory)
                                .commit(ANN, 0, List.of(put("a", "1")), List.of()))
                .isInstanceOf(StoreFailure.class);
        assertThat(dump(memory, ANN)).containsExactly("a=1");
    }

    @Test
    void failsAsOftenAsTold() {
        var store = FaultyStore.failing(0.5, new Random(1), new MemoryStore());
        int failures = 0;
        for (int n = 0; n < 1000; n++) {
            try {
                var _ = store.read(ANN);
            } catch (StoreFailure _) {
                failures++;
            }
        }
        assertThat(failures).isBetween(400, 600);
    }
}
