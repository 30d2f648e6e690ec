package posthouse.store;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import posthouse.bytes.Bytes;

/// A RocksDB iterator with its bound.
final class RocksCursor implements Engine.Cursor {
    private final Slice end;
    private final ReadOptions options;
    private final RocksIterator iterator;

    RocksCursor(RocksDB db, ColumnFamilyHandle rows, ReadTier tier, Bytes from, Bytes to) {
        end = new Slice(to.toArray());
        options = new ReadOptions().setReadTier(tier).setIterateUpperBound(end);
        iterator = db.newIterator(rows, options);
        try {
            seek(from);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    @Override
    public void seek(Bytes key) {
        iterator.seek(key.toArray());
        check();
    }

    @Override
    public boolean valid() {
        return iterator.isValid();
    }

    @Override
    public Bytes key() {
        return Bytes.wrap(iterator.key());
    }

    @Override
    public Bytes value() {
        return Bytes.wrap(iterator.value());
    }

    @Override
    public void next() {
        iterator.next();
        check();
    }

    /// An iterator that fails just ends; only its status tells.
    private void check() {
        if (iterator.isValid()) {
            return;
        }
        try {
            iterator.status();
        } catch (RocksDBException failed) {
            throw RocksSource.failure(failed);
        }
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        end.close();
    }
}
