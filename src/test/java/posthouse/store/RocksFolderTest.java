package posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static posthouse.store.StoreContract.ANN;
import static posthouse.store.StoreContract.commit;
import static posthouse.store.StoreContract.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is in the data folder, who may have it, and what a crash may have done to it.
class RocksFolderTest {
    private static final int COMMITS = 40;

    @Test
    void refusesANewerFormatAndNamesBoth(@TempDir Path folder) throws Exception {
        RocksStore.open(folder).close();
        Files.writeString(folder.resolve("format"), "posthouse store 7\n");
        assertThatThrownBy(() -> RocksStore.open(folder))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("has store format 7")
                .hasMessageContaining("reads formats up to 1");
    }

    @Test
    void refusesWhatIsNoStore(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("db"));
        assertThatThrownBy(() -> RocksStore.open(folder))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("not a store");
        Files.writeString(folder.resolve("format"), "something else\n");
        assertThatThrownBy(() -> RocksStore.open(folder))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("not a Posthouse store");
    }

    @Test
    void saysWhoHasTheFolder(@TempDir Path folder) {
        try (Store _ = RocksStore.open(folder)) {
            assertThatThrownBy(() -> RocksStore.open(folder))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
        }
        RocksStore.open(folder).close();
    }

    @Test
    void keepsTheFolderToItsOwner(@TempDir Path parent) throws Exception {
        Path folder = parent.resolve("a/b");
        RocksStore.open(folder).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void saysSoWhereTheFolderCannotBe(@TempDir Path parent) throws Exception {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> RocksStore.open(file.resolve("folder")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void saysThatTheDiskIsShortBeforeItIsNearlyFull(@TempDir Path folder) throws Exception {
        long room = Files.getFileStore(folder).getUsableSpace();
        try (Store store =
                RocksStore.open(folder, new StoreConfig(8 << 20, 1, 4 << 20, room * 3 / 4))) {
            assertThat(store.shortage()).isBetween(1L, room);
            StoreContract.put(store, "x", "t");
        }
        try (Store store =
                RocksStore.open(folder, new StoreConfig(8 << 20, 1, 4 << 20, room / 4))) {
            assertThat(store.shortage()).isZero();
        }
    }

    @Test
    void takesNoBodiesWhereTheDiskIsNearlyFull(@TempDir Path folder) throws Exception {
        var config = new StoreConfig(8 << 20, 1, 4 << 20, StoreConfig.RESERVED_BYTES_MAX);
        try (Store store = RocksStore.open(folder, config)) {
            assertThat(store.shortage()).isGreaterThan(StoreConfig.RESERVED_BYTES_MAX);
            assertThatThrownBy(() -> StoreContract.put(store, "x", "t"))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("nearly full");
            commit(store, ANN, 0, put("a", "1"));
        }
    }

    @Test
    void opensWithATornTailAndLosesNoMoreThanIt(@TempDir Path parent) throws Exception {
        Path crashed = crashed(parent);
        assertThat(revisionAfter(crashed, parent, "whole", octets -> octets)).isEqualTo(COMMITS);
        assertThat(revisionAfter(crashed, parent, "cut", o -> Arrays.copyOf(o, o.length - 500)))
                .isEqualTo(COMMITS - 1);
        assertThat(revisionAfter(crashed, parent, "zeros", o -> overwrite(o, new byte[500], 5_000)))
                .isEqualTo(COMMITS - 1);
        byte[] noise = new byte[500];
        new Random(1).nextBytes(noise);
        assertThat(revisionAfter(crashed, parent, "noise", o -> overwrite(o, noise, 0)))
                .isEqualTo(COMMITS - 1);
    }

    @Test
    void tellsDamageInWhatWasDurable(@TempDir Path parent) throws Exception {
        Path crashed = crashed(parent);
        for (int tenth = 1; tenth < 9; tenth++) {
            int part = tenth;
            assertThatThrownBy(() ->
                            revisionAfter(
                                    crashed,
                                    parent,
                                    "damaged" + part,
                                    octets -> {
                                        octets[octets.length / 10 * part] ^= 1;
                                        return octets;
                                    }))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("is damaged");
        }
    }

    /// A folder as a crash leaves it: with everything in the log.
    private static Path crashed(Path parent) throws Exception {
        Path living = parent.resolve("living");
        Path crashed = parent.resolve("crashed");
        try (Store store = RocksStore.open(living)) {
            for (int n = 0; n < COMMITS; n++) {
                commit(store, ANN, n, put("k" + n, "v".repeat(3_000)));
            }
            copy(living, crashed);
        }
        return crashed;
    }

    private interface Harm {
        byte[] to(byte[] log);
    }

    private static long revisionAfter(Path crashed, Path parent, String name, Harm harm)
            throws Exception {
        Path copy = parent.resolve(name);
        copy(crashed, copy);
        try (Stream<Path> files = Files.list(copy.resolve("db"))) {
            Path log = files.filter(f -> f.toString().endsWith(".log")).findFirst().orElseThrow();
            Files.write(log, harm.to(Files.readAllBytes(log)));
        }
        try (Store store = RocksStore.open(copy)) {
            View view = store.read(ANN, Range.ALL);
            assertThat(view.rows().getFirst()).hasSize((int) view.revision());
            return view.revision();
        }
    }

    private static byte[] overwrite(byte[] log, byte[] end, int more) {
        System.arraycopy(end, 0, log, log.length - end.length, end.length);
        return Arrays.copyOf(log, log.length + more);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                if (!file.toString().contains("native")) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
            }
        }
    }
}
