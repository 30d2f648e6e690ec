package posthouse.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import posthouse.bytes.Bytes;

/// The folder that a [RocksStore] lives in: `format` says what is there, `holder` who has it open,
/// `db` is RocksDB's, `native` its library.
final class DataFolder {
    /// What this version reads and writes.
    static final int FORMAT = 1;

    private static final String FORMAT_LINE = "posthouse store ";

    private final Path folder;

    /// Makes the folder where there is none.
    ///
    /// @throws StoreFailure if it holds something else, or a newer format
    static DataFolder open(Path folder) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            var opened = new DataFolder(folder);
            opened.checkFormat();
            return opened;
        } catch (IOException failed) {
            throw new StoreFailure("the data folder " + folder + " cannot be used", failed);
        }
    }

    private DataFolder(Path folder) {
        this.folder = folder;
    }

    Path database() {
        return folder.resolve("db");
    }

    Path libraries() {
        return folder.resolve("native");
    }

    /// @throws StoreFailure if what was durable once cannot be read back from the logs
    void checkLogs() {
        try {
            if (LogCheck.isDamaged(database())) {
                throw new StoreFailure(
                        "the store in %s is damaged: its write-ahead log (%s/*.log) has a bad record before good ones. Opening it would lose what was written since; restore a backup, or copy the folder away before you try anything else."
                                .formatted(folder, database()));
            }
        } catch (IOException failed) {
            throw broken(failed);
        }
    }

    /// To be called by who has opened the database.
    void hold() {
        try {
            replace("holder", ProcessHandle.current().pid() + "\n");
        } catch (IOException failed) {
            throw new StoreFailure("the data folder " + folder + " cannot be written", failed);
        }
    }

    void release() {
        try {
            Files.deleteIfExists(folder.resolve("holder"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Why the database could not be opened while somebody else has it.
    StoreFailure inUse(Exception cause) {
        String by = "another process";
        try {
            by = "process " + Files.readString(folder.resolve("holder")).strip();
        } catch (IOException _) {
            // It is just opening or closing; the sentence is right without its number.
        }
        return new StoreFailure(
                "the data folder " + folder + " is in use by " + by + "; only one may have it",
                cause);
    }

    StoreFailure broken(Exception cause) {
        return new StoreFailure(
                "the store in " + folder + " cannot be opened: " + cause.getMessage(), cause);
    }

    private void checkFormat() throws IOException {
        Path file = folder.resolve("format");
        if (Files.exists(file)) {
            checkFormat(Files.readString(file).strip());
        } else if (Files.exists(database())) {
            throw new StoreFailure(
                    "the data folder " + folder + " has a db but no format file: not a store");
        } else {
            replace("format", FORMAT_LINE + FORMAT + "\n");
        }
    }

    private void checkFormat(String line) {
        if (!line.matches(FORMAT_LINE + "\\d{1,9}")) {
            throw new StoreFailure(
                    "the data folder "
                            + folder
                            + " is not a Posthouse store: its format is "
                            + line);
        }
        int format = Integer.parseInt(line.substring(FORMAT_LINE.length()));
        if (format > FORMAT) {
            throw new StoreFailure(
                    "the data folder %s has store format %d, written by a newer Posthouse; this one reads formats up to %d. Start the newer version on it."
                            .formatted(folder, format, FORMAT));
        }
    }

    /// Writes a small file whole or not at all, durably.
    private void replace(String name, String text) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        try (var file =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var octets = Bytes.utf8(text).buffer();
            while (octets.hasRemaining()) {
                file.write(octets);
            }
            file.force(true);
        }
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
