package posthouse.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Where a unix socket of a data folder is: `DATA/run/NAME`, or, where that is longer than a
/// socket's path may be, in a folder of its own under the temporary folder, which
/// `DATA/run/NAME.path` then names. Both folders are open to the owner only.
public record SocketPlace(Path data, String name) {
    /// Octets that are safe everywhere (Linux has room for 107, the BSDs for 103).
    static final int PATH_OCTETS_MAX = 100;

    /// Where SMTP is spoken with programs on this machine that may open the data folder.
    public static SocketPlace ofMail(Path data) {
        return new SocketPlace(data, "mail.sock");
    }

    /// A path to bind to, free of what an earlier process left there. To be called only by who
    /// holds the data folder.
    public Path prepare() throws IOException {
        Path run = data.resolve("run").toAbsolutePath();
        Files.createDirectories(run);
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
        remove();
        Path socket = run.resolve(name);
        if (length(socket) <= PATH_OCTETS_MAX) {
            return socket;
        }
        Path moved = Files.createTempDirectory("posthouse-").resolve(name);
        Files.writeString(pointer(), moved.toString());
        return moved;
    }

    /// The path to connect to; empty where there is none.
    public Optional<Path> find() {
        Path socket = data.resolve("run").toAbsolutePath().resolve(name);
        try {
            if (Files.exists(pointer())) {
                return Optional.of(Path.of(Files.readString(pointer()))).filter(Files::exists);
            }
        } catch (IOException _) {
            return Optional.empty(); // gone between the two calls: the server is stopping
        }
        return Optional.of(socket).filter(Files::exists);
    }

    /// Takes away the socket and the pointer to it.
    public void remove() throws IOException {
        if (Files.exists(pointer())) {
            Path moved = Path.of(Files.readString(pointer())).toAbsolutePath();
            var _ = Files.deleteIfExists(moved);
            var _ = Files.deleteIfExists(moved.getParent());
            var _ = Files.deleteIfExists(pointer());
        }
        var _ = Files.deleteIfExists(data.resolve("run").resolve(name));
    }

    private Path pointer() {
        return data.resolve("run").resolve(name + ".path");
    }

    private static int length(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
