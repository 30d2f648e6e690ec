package posthouse.store;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import posthouse.bytes.Bytes;

/// What one group writes, in the keys of [Keys].
final class Batch implements AutoCloseable {
    private final WriteBatch batch = new WriteBatch();
    private final ColumnFamilyHandle rows;
    private final ColumnFamilyHandle frames;

    Batch(ColumnFamilyHandle rows, ColumnFamilyHandle frames) {
        this.rows = rows;
        this.frames = frames;
    }

    WriteBatch writes() {
        return batch;
    }

    void clear() {
        batch.clear();
    }

    void put(Bytes key, Bytes value) throws RocksDBException {
        batch.put(rows, key.toArray(), value.toArray());
    }

    void delete(Bytes key) throws RocksDBException {
        batch.delete(rows, key.toArray());
    }

    void deleteRange(Bytes from, Bytes to) throws RocksDBException {
        if (from.compareTo(to) < 0) {
            batch.deleteRange(rows, from.toArray(), to.toArray());
        }
    }

    void putFrame(Bytes key, Bytes frame) throws RocksDBException {
        batch.put(frames, key.toArray(), frame.toArray());
    }

    void deleteFrame(Bytes key) throws RocksDBException {
        batch.delete(frames, key.toArray());
    }

    void deleteFrames(Bytes from, Bytes to) throws RocksDBException {
        batch.deleteRange(frames, from.toArray(), to.toArray());
    }

    @Override
    public void close() {
        batch.close();
    }
}
