package posthouse.store;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import posthouse.bytes.Bytes;

/// A batch in RocksDB's own memory.
final class RocksBatch implements Engine.Batch {
    private final WriteBatch batch = new WriteBatch();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private final RocksDB db;
    private final ColumnFamilyHandle rows;
    private final ColumnFamilyHandle frames;

    RocksBatch(RocksDB db, ColumnFamilyHandle rows, ColumnFamilyHandle frames) {
        this.db = db;
        this.rows = rows;
        this.frames = frames;
    }

    @Override
    public void put(Bytes key, Bytes value) {
        add(() -> batch.put(rows, key.toArray(), value.toArray()));
    }

    @Override
    public void delete(Bytes key) {
        add(() -> batch.delete(rows, key.toArray()));
    }

    @Override
    public void deleteRange(Bytes from, Bytes to) {
        add(() -> batch.deleteRange(rows, from.toArray(), to.toArray()));
    }

    @Override
    public void putFrame(Bytes key, Bytes frame) {
        add(() -> batch.put(frames, key.toArray(), frame.toArray()));
    }

    @Override
    public void deleteFrame(Bytes key) {
        add(() -> batch.delete(frames, key.toArray()));
    }

    @Override
    public void deleteFrames(Bytes from, Bytes to) {
        add(() -> batch.deleteRange(frames, from.toArray(), to.toArray()));
    }

    @Override
    public void write(boolean sync) {
        if (sync) {
            add(() -> batch.putLogData(LogCheck.MARK.toArray()));
        }
        add(() -> db.write(sync ? synced : unsynced, batch));
    }

    @Override
    public void clear() {
        batch.clear();
    }

    @Override
    public void close() {
        batch.close();
        synced.close();
        unsynced.close();
    }

    private interface Step {
        void run() throws RocksDBException;
    }

    private static void add(Step step) {
        try {
            step.run();
        } catch (RocksDBException failed) {
            throw new StoreFailure("the store cannot write: " + failed.getMessage(), failed);
        }
    }
}
