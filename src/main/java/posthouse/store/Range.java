package posthouse.store;

import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// Keys from `from` (inclusive) to `to` (exclusive; null: to the end), in the order of unsigned
/// octets.
public record Range(Bytes from, @Nullable Bytes to) {
    public static final Range ALL = new Range(Bytes.EMPTY, null);

    /// The one key.
    public static Range of(Bytes key) {
        return new Range(key, key.plus(Bytes.wrap(new byte[] {0})));
    }

    /// Every key that starts with `prefix`.
    public static Range prefix(Bytes prefix) {
        for (int end = prefix.length(); end > 0; end--) {
            int last = prefix.at(end - 1) & 0xff;
            if (last < 0xff) {
                Bytes to =
                        new BytesBuilder(end)
                                .append(prefix.slice(0, end - 1))
                                .octet(last + 1)
                                .build();
                return new Range(prefix, to);
            }
        }
        return new Range(prefix, null);
    }

    public boolean contains(Bytes key) {
        return key.compareTo(from) >= 0 && (to == null || key.compareTo(to) < 0);
    }
}
