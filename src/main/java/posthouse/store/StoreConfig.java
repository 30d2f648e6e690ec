package posthouse.store;

/// How a [RocksStore] may use the machine.
///
/// @param memoryBytes native memory for cached blocks and for writes that are not yet in files,
///   together
/// @param readers threads that wait for the disk on behalf of sessions
/// @param inFlightBytes octets submitted and not yet written; who would pass it waits
public record StoreConfig(long memoryBytes, int readers, int inFlightBytes) {
    public static final StoreConfig DEFAULT = new StoreConfig(64L << 20, 8, 8 << 20);

    public StoreConfig {
        if (memoryBytes < 1 << 20 || readers < 1 || inFlightBytes < 2 * Store.COMMIT_BYTES_MAX) {
            throw new IllegalArgumentException("too little to work with");
        }
    }
}
