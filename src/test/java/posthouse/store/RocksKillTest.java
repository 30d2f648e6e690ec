package posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.bytes.Bytes;

/// A real process, really killed. More rounds: `-Dposthouse.kill.rounds=N`.
class RocksKillTest {
    private static final int ROUNDS = Integer.getInteger("posthouse.kill.rounds", 2);
    private static final int LINES = 300;

    private final Map<Partition, Long> acknowledged = new HashMap<>();
    private final Set<Long> bodies = new HashSet<>();

    @Test
    void losesNothingAcknowledgedWhenKilled(@TempDir Path folder) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Process victim = start(folder);
            try (var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    victim.getInputStream(), StandardCharsets.US_ASCII))) {
                for (int n = 0; n < LINES; n++) {
                    acknowledge(lines.readLine());
                }
                refusesASecondProcess(folder, victim);
                var _ = victim.toHandle().destroyForcibly(); // the process would close its output
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    acknowledge(line);
                }
            }
            assertThat(victim.waitFor()).isEqualTo(128 + 9);
            check(folder);
        }
    }

    private static Process start(Path folder) throws IOException {
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreVictim.class.getName(),
                        folder.toString());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /// A line that the kill cut short promises nothing.
    private void acknowledge(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && !words[2].isEmpty()) {
            var partition = new Partition(Space.ACCOUNT, words[0]);
            var _ = acknowledged.merge(partition, Long.valueOf(words[1]), Math::max);
        }
    }

    private static void refusesASecondProcess(Path folder, Process victim) {
        assertThatThrownBy(() -> RocksStore.open(folder).close())
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("in use by process " + victim.pid());
    }

    private void check(Path folder) throws Exception {
        bodies.clear();
        try (Store store = RocksStore.open(folder)) {
            for (int n = 0; n < StoreVictim.WRITERS; n++) {
                check(store, StoreVictim.partition(n));
            }
        }
    }

    private void check(Store store, Partition partition) throws Exception {
        View view = store.read(partition, Range.prefix(Bytes.latin1("r")));
        long least = acknowledged.getOrDefault(partition, 0L);
        assertThat(view.revision()).isBetween(least, least + 1);
        List<Row> rows = view.rows().getFirst();
        assertThat(rows).hasSize((int) view.revision());
        for (int n = 0; n < rows.size(); n++) {
            assertThat(rows.get(n).key()).isEqualTo(Bytes.latin1("r%06d".formatted(n + 1)));
            long body = Long.parseLong(rows.get(n).value().latin1());
            assertThat(bodies.add(body)).as("the body %d is new", body).isTrue();
            assertThat(store.bodies().tags(body)).containsExactly(partition.toString());
            assertThat(store.bodies().open(body, 0, Long.MAX_VALUE).readAllBytes())
                    .isEqualTo(StoreVictim.content(partition, n + 1));
        }
    }
}
