package posthouse.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import posthouse.bytes.Bytes;

/// RocksDB, open, with its settings.
///
/// Rows and frames are two column families over one log. Frames go to blob files, so that
/// compaction moves keys and not mails; rows are rewritten too often for that. RocksDB keeps a CRC
/// of each log record, block and blob and checks it on reading, so rows carry no checksum of their
/// own.
final class RocksEngine implements Engine {
    /// Values from this size on go to blob files.
    private static final long BLOB_BYTES_MIN = 4096;

    private static final long BLOB_FILE_BYTES = 128L << 20;

    /// The cache is cut in four. In the 64 parts that the engine would make, what waits to be
    /// written may take a whole part, and then that part keeps nothing.
    private static final int CACHE_SHARD_BITS = 2;

    /// With a log longer than this, what keeps it alive is written to files: bounds the time that
    /// opening after a crash takes.
    private static final long LOG_BYTES_MAX = 128L << 20;

    private static final int OPEN_FILES_MAX = 512;
    private static final long INFO_LOG_BYTES_MAX = 1 << 20;

    private final Path folder;
    private final FileStore disk;
    private final long reservedBytes;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final RocksDB db;
    private final ColumnFamilyHandle rows;
    private final ColumnFamilyHandle frames;
    private final RocksSource memory;
    private final RocksSource all;

    /// @throws RocksDBException if the folder is in use, or damaged, or cannot be written
    RocksEngine(Path folder, StoreConfig config) throws RocksDBException {
        this.folder = folder;
        this.disk = disk(folder);
        this.reservedBytes = config.reservedBytes();
        try {
            Cache cache = own(new LRUCache(config.memoryBytes(), CACHE_SHARD_BITS));
            var rowOptions = rows(cache);
            var frameOptions = frames(cache);
            var handles = new ArrayList<ColumnFamilyHandle>();
            db =
                    RocksDB.open(
                            options(config, cache),
                            folder.toString(),
                            List.of(
                                    new ColumnFamilyDescriptor(
                                            RocksDB.DEFAULT_COLUMN_FAMILY, rowOptions),
                                    new ColumnFamilyDescriptor(
                                            Bytes.latin1("frames").toArray(), frameOptions)),
                            handles);
            rows = handles.get(0);
            frames = handles.get(1);
            memory = own(new RocksSource(db, rows, frames, ReadTier.BLOCK_CACHE_TIER));
            all = own(new RocksSource(db, rows, frames, ReadTier.READ_ALL_TIER));
        } catch (RocksDBException failed) {
            closeOwned();
            throw failed;
        }
    }

    @Override
    public Source memory() {
        return memory;
    }

    @Override
    public Source all() {
        return all;
    }

    @Override
    public Batch batch() {
        return new RocksBatch(db, rows, frames);
    }

    @Override
    public void checkRoom() {
        long room = room();
        if (room < reservedBytes) {
            throw new StoreFailure(
                    "the disk of %s is nearly full: %d MB left, %d MB are kept in reserve"
                            .formatted(folder, room >> 20, reservedBytes >> 20));
        }
    }

    @Override
    public long shortage() {
        return Math.max(0, 2 * reservedBytes - room());
    }

    private long room() {
        try {
            return disk.getUsableSpace();
        } catch (IOException failed) {
            throw unknown(folder, failed);
        }
    }

    /// Found once: the search goes through all that is mounted, and each message asks for its room.
    private static FileStore disk(Path folder) {
        try {
            return Files.getFileStore(Files.createDirectories(folder));
        } catch (IOException failed) {
            throw unknown(folder, failed);
        }
    }

    private static StoreFailure unknown(Path folder, IOException failed) {
        return new StoreFailure("the disk of " + folder + " does not answer", failed);
    }

    @Override
    public void close() {
        db.cancelAllBackgroundWork(true);
        rows.close();
        frames.close();
        db.close();
        closeOwned();
    }

    private DBOptions options(StoreConfig config, Cache cache) {
        var buffers = own(new WriteBufferManager(config.memoryBytes() / 2, cache));
        return own(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWriteBufferManager(buffers)
                .setMaxTotalWalSize(LOG_BYTES_MAX)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setMaxBackgroundJobs(2)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG_BYTES_MAX)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    private ColumnFamilyOptions rows(Cache cache) {
        return own(new ColumnFamilyOptions())
                .setTableFormatConfig(table(cache))
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setWriteBufferSize(8 << 20);
    }

    private ColumnFamilyOptions frames(Cache cache) {
        return own(new ColumnFamilyOptions())
                .setTableFormatConfig(table(cache))
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setWriteBufferSize(16 << 20)
                .setEnableBlobFiles(true)
                .setMinBlobSize(BLOB_BYTES_MIN)
                .setBlobFileSize(BLOB_FILE_BYTES)
                .setBlobCompressionType(CompressionType.NO_COMPRESSION)
                .setEnableBlobGarbageCollection(true)
                .setBlobGarbageCollectionAgeCutoff(0.5)
                .setBlobGarbageCollectionForceThreshold(0.5);
    }

    private BlockBasedTableConfig table(Cache cache) {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(own(new BloomFilter(10)))
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
    }

    private <T extends AutoCloseable> T own(T owned) {
        this.owned.add(owned);
        return owned;
    }

    private void closeOwned() {
        for (AutoCloseable each : owned.reversed()) {
            try {
                each.close();
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
