package posthouse.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// The store of one machine: a folder with RocksDB in it. One process at a time.
public final class RocksStore implements Store {
    private final DataFolder folder;
    private final Engine engine;
    private final Engine.Batch batch;
    private final Frame frame = new Frame(true);
    private final Store store;
    private boolean closed;

    /// Opens the store in `folder`, or makes one.
    ///
    /// @throws StoreFailure with a sentence for the operator: the folder is in use, or of a newer
    ///   format, or damaged
    public static RocksStore open(Path folder) {
        return open(folder, StoreConfig.DEFAULT);
    }

    public static RocksStore open(Path folder, StoreConfig config) {
        var opened = DataFolder.open(folder);
        NativeLibrary.load(opened.libraries());
        opened.checkLogs();
        try {
            var engine = new RocksEngine(opened.database(), config);
            try {
                opened.hold();
                return new RocksStore(opened, engine, config);
            } catch (RuntimeException failed) {
                engine.close();
                throw failed;
            }
        } catch (RocksDBException failed) {
            throw isLocked(failed) ? opened.inUse(failed) : opened.broken(failed);
        }
    }

    private RocksStore(DataFolder folder, Engine engine, StoreConfig config) {
        this.folder = folder;
        this.engine = engine;
        this.batch = engine.batch();
        var committer = Committer.onThread(batch, config.inFlightBytes(), Committer.LINGERING);
        this.store = new EngineStore(engine, committer, frame, config.readers());
    }

    @Override
    public Committed commit(
            Partition partition, long expected, List<Change> changes, List<SideWrite> side)
            throws Conflict {
        return store.commit(partition, expected, changes, side);
    }

    @Override
    public View read(Partition partition, Range... ranges) {
        return store.read(partition, ranges);
    }

    @Override
    public void scan(Partition partition, Range range, RowSink sink) {
        store.scan(partition, range, sink);
    }

    @Override
    public Bodies bodies() {
        return store.bodies();
    }

    @Override
    public long shortage() {
        return store.shortage();
    }

    @Override
    public Stream<Partition> partitions(Space space) {
        return store.partitions(space);
    }

    /// Waits for what was committed, and gives the data folder free. Further calls do nothing.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        store.close();
        frame.close();
        batch.close();
        folder.release();
        engine.close();
    }

    private static boolean isLocked(RocksDBException failed) {
        return failed.getStatus() != null
                && failed.getStatus().getCode() == Status.Code.IOError
                && failed.getMessage() != null
                && failed.getMessage().toLowerCase(Locale.ROOT).contains("lock");
    }
}
