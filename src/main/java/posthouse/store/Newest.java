package posthouse.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was submitted and is not yet in the database, so that the next submission is judged by it.
/// Guarded by the committer's lock.
final class Newest<K, V> {
    private record Entry<V>(V value, int inFlight) {}

    private final Map<K, Entry<V>> entries = new HashMap<>();

    /// The newest state, or null where the database has it.
    @Nullable V get(K key) {
        Entry<V> entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /// A job is submitted that will bring `key` to `value`.
    void submitted(K key, V value) {
        Entry<V> before = entries.get(key);
        entries.put(key, new Entry<>(value, before == null ? 1 : before.inFlight() + 1));
    }

    /// One of the jobs is in the database.
    void settled(K key) {
        entries.computeIfPresent(
                key,
                (_, entry) ->
                        entry.inFlight() == 1
                                ? null
                                : new Entry<>(entry.value(), entry.inFlight() - 1));
    }
}
