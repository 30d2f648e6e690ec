package posthouse.store;

import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import posthouse.bytes.Bytes;

/// The database as a reader sees it: all of it, or what is in memory. The latter throws
/// `Incomplete` instead of waiting for a disk.
final class Source implements AutoCloseable {
    private final RocksDB db;
    private final ColumnFamilyHandle rows;
    private final ColumnFamilyHandle frames;
    private final ReadTier tier;
    private final ReadOptions options;

    Source(RocksDB db, ColumnFamilyHandle rows, ColumnFamilyHandle frames, ReadTier tier) {
        this.db = db;
        this.rows = rows;
        this.frames = frames;
        this.tier = tier;
        this.options = new ReadOptions().setReadTier(tier);
    }

    Optional<Bytes> row(Bytes key) throws RocksDBException {
        return Optional.ofNullable(db.get(rows, options, key.toArray())).map(Bytes::wrap);
    }

    Optional<Bytes> frame(Bytes key) throws RocksDBException {
        return Optional.ofNullable(db.get(frames, options, key.toArray())).map(Bytes::wrap);
    }

    /// The rows as they are now, from `from` on and below `to`.
    Cursor rows(Bytes from, Bytes to) throws RocksDBException {
        return new Cursor(db, rows, tier, from, to);
    }

    @Override
    public void close() {
        options.close();
    }
}
