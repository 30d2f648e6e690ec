package posthouse.store;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import posthouse.bytes.Bytes;

/// Walks over a range of keys. Sees the database as it was when the cursor was made.
final class Cursor implements AutoCloseable {
    private final Slice end;
    private final ReadOptions options;
    private final RocksIterator iterator;

    Cursor(RocksDB db, ColumnFamilyHandle rows, ReadTier tier, Bytes from, Bytes to)
            throws RocksDBException {
        end = new Slice(to.toArray());
        options = new ReadOptions().setReadTier(tier).setIterateUpperBound(end);
        iterator = db.newIterator(rows, options);
        try {
            seek(from);
        } catch (RocksDBException failed) {
            close();
            throw failed;
        }
    }

    void seek(Bytes key) throws RocksDBException {
        iterator.seek(key.toArray());
        check();
    }

    /// Whether the cursor is on a row.
    boolean valid() {
        return iterator.isValid();
    }

    Bytes key() {
        return Bytes.wrap(iterator.key());
    }

    Bytes value() {
        return Bytes.wrap(iterator.value());
    }

    void next() throws RocksDBException {
        iterator.next();
        check();
    }

    /// An iterator that fails just ends; only its status tells.
    private void check() throws RocksDBException {
        if (!iterator.isValid()) {
            iterator.status();
        }
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        end.close();
    }
}
