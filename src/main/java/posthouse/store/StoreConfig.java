package posthouse.store;

/// How a [RocksStore] may use the machine.
///
/// @param memoryBytes native memory for cached blocks and for writes that are not yet in files,
///   together
/// @param readers threads that wait for the disk on behalf of sessions
/// @param inFlightBytes octets submitted and not yet written; who would pass it waits
/// @param reservedBytes with less room on the disk no bodies are taken, so that there is enough to
///   remove some: a disk that is full in the midst of a write stops the store until it is opened
///   again; with less than twice as much [Store#shortage] says so
public record StoreConfig(long memoryBytes, int readers, int inFlightBytes, long reservedBytes) {
    static final long RESERVED_BYTES_MAX = 1L << 60;

    public static final StoreConfig DEFAULT = new StoreConfig(64L << 20, 8, 8 << 20);

    /// With 256 MB in reserve.
    public StoreConfig(long memoryBytes, int readers, int inFlightBytes) {
        this(memoryBytes, readers, inFlightBytes, 256L << 20);
    }

    public StoreConfig {
        if (reservedBytes < 0 || reservedBytes > RESERVED_BYTES_MAX) {
            throw new IllegalArgumentException("no disk is like that");
        }
        if (memoryBytes < 1 << 20 || readers < 1 || inFlightBytes < 2 * Store.COMMIT_BYTES_MAX) {
            throw new IllegalArgumentException("too little to work with");
        }
    }
}
