package posthouse.store;

import posthouse.bytes.Bytes;

/// Two ordered key spaces, rows and frames (see [Keys]), over one log. What [EngineStore] stands
/// on: RocksDB, or a simulated disk.
interface Engine extends AutoCloseable {
    /// What is in memory. Throws [NotInMemory] instead of waiting for a disk.
    Source memory();

    /// Everything.
    Source all();

    /// An empty batch, to be used by one thread.
    Batch batch();

    /// @throws StoreFailure if there is no room on the disk for another body
    void checkRoom();

    /// As [Store#shortage].
    default long shortage() {
        return 0;
    }

    /// Nobody may use the engine, its sources and batches any more.
    @Override
    void close();

    /// For reading. Each call sees the newest batch that was written.
    interface Source {
        java.util.Optional<Bytes> row(Bytes key);

        java.util.Optional<Bytes> frame(Bytes key);

        /// The rows as they are now, from `from` on and below `to`.
        Cursor rows(Bytes from, Bytes to);
    }

    /// Walks over a range of rows. Sees them as they were when the cursor was made.
    interface Cursor extends AutoCloseable {
        /// Moves to the first row at or behind `key`, and not before the range.
        void seek(Bytes key);

        /// Whether the cursor is on a row.
        boolean valid();

        Bytes key();

        Bytes value();

        void next();

        @Override
        void close();
    }

    /// What is written in one piece. Later changes win over earlier ones. Ranges are from
    /// (inclusive) to (exclusive).
    interface Batch extends AutoCloseable {
        void put(Bytes key, Bytes value);

        void delete(Bytes key);

        void deleteRange(Bytes from, Bytes to);

        void putFrame(Bytes key, Bytes frame);

        void deleteFrame(Bytes key);

        void deleteFrames(Bytes from, Bytes to);

        /// Writes all or nothing, and behind all that was written before. A synced batch is durable
        /// and visible when this returns, and with it all before it; another one is visible.
        ///
        /// @throws StoreFailure if it is not known to be written: nothing of it is visible
        void write(boolean synced);

        /// Empties it.
        void clear();

        @Override
        void close();
    }

    /// The disk would have to be asked.
    final class NotInMemory extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotInMemory() {
            super("not in memory", null, false, false);
        }
    }
}
