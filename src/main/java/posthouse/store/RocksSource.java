package posthouse.store;

import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import posthouse.bytes.Bytes;

/// RocksDB for readers of one tier: of memory, or of everything.
final class RocksSource implements Engine.Source, AutoCloseable {
    private final RocksDB db;
    private final ColumnFamilyHandle rows;
    private final ColumnFamilyHandle frames;
    private final ReadTier tier;
    private final ReadOptions options;

    RocksSource(RocksDB db, ColumnFamilyHandle rows, ColumnFamilyHandle frames, ReadTier tier) {
        this.db = db;
        this.rows = rows;
        this.frames = frames;
        this.tier = tier;
        this.options = new ReadOptions().setReadTier(tier);
    }

    @Override
    public Optional<Bytes> row(Bytes key) {
        return get(rows, key);
    }

    @Override
    public Optional<Bytes> frame(Bytes key) {
        return get(frames, key);
    }

    private Optional<Bytes> get(ColumnFamilyHandle family, Bytes key) {
        try {
            return Optional.ofNullable(db.get(family, options, key.toArray())).map(Bytes::wrap);
        } catch (RocksDBException failed) {
            throw failure(failed);
        }
    }

    @Override
    public Engine.Cursor rows(Bytes from, Bytes to) {
        return new RocksCursor(db, rows, tier, from, to);
    }

    @Override
    public void close() {
        options.close();
    }

    /// What a failed read means to its caller.
    static RuntimeException failure(RocksDBException failed) {
        return failed.getStatus() != null && failed.getStatus().getCode() == Status.Code.Incomplete
                ? new Engine.NotInMemory()
                : new StoreFailure("the store cannot read: " + failed.getMessage(), failed);
    }
}
