package posthouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads RocksDB's library. Left to itself RocksDB unpacks its 17 MB to the temporary folder at
/// each start, which takes 0.2 s of a core; we unpack once, to a folder named by the library's CRC.
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    private NativeLibrary() {}

    /// Loads the library into this process, unless it is there already.
    static void load(Path folder) {
        if (RocksDB.rocksdbVersion() != null) {
            return; // known once it is loaded
        }
        try {
            RocksDB.loadLibrary(List.of(unpacked(folder).toString()));
        } catch (IOException | UnsatisfiedLinkError unusable) {
            LOG.warn(
                    "{} cannot hold a library ({}): unpacking to the temporary folder",
                    folder,
                    unusable.getMessage());
            RocksDB.loadLibrary();
        }
    }

    /// The folder that holds the library, after unpacking it where it is not there whole.
    private static Path unpacked(Path folder) throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        URL packed = RocksDB.class.getClassLoader().getResource(name);
        if (packed == null || !(packed.openConnection() instanceof JarURLConnection jar)) {
            throw new IOException("there is no " + name + " in the class path's jars");
        }
        var entry = jar.getJarEntry();
        Path home = folder.resolve(HexFormat.of().toHexDigits((int) entry.getCrc()));
        // RocksDB.loadLibrary(paths) looks for this name, and not for the one in its own jar.
        Path library = home.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
        if (!Files.exists(library) || Files.size(library) != entry.getSize()) {
            Files.createDirectories(home);
            Path fresh = Files.createTempFile(home, name, ".new");
            try (InputStream content = packed.openStream()) {
                Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
        }
        return home;
    }
}
