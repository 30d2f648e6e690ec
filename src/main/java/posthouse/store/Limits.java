package posthouse.store;

import java.util.List;
import posthouse.bytes.Bytes;

/// Holds commits to the limits of [Store], the same for every engine.
final class Limits {
    private Limits() {}

    /// @throws IllegalArgumentException naming the limit that is passed
    static void check(List<Change> changes, List<SideWrite> side) {
        if (changes.size() + side.size() > Store.COMMIT_ROWS_MAX) {
            throw new IllegalArgumentException(
                    "a commit of %d rows; at most %d"
                            .formatted(changes.size() + side.size(), Store.COMMIT_ROWS_MAX));
        }
        long bytes = 0;
        for (Change change : changes) {
            switch (change) {
                case Change.Put(var row) -> bytes += check(row);
                case Change.Delete(var key) -> bytes += checkKey(key);
                case Change.DeleteRange _ -> {}
            }
        }
        for (SideWrite write : side) {
            if (write instanceof SideWrite.PutRow(_, var row)) {
                bytes += check(row);
            }
        }
        if (bytes > Store.COMMIT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a commit of %d bytes; at most %d".formatted(bytes, Store.COMMIT_BYTES_MAX));
        }
    }

    private static int check(Row row) {
        if (row.value().length() > Store.ROW_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the row %s has %d bytes; at most %d"
                            .formatted(row.key(), row.value().length(), Store.ROW_BYTES_MAX));
        }
        return checkKey(row.key()) + row.value().length();
    }

    private static int checkKey(Bytes key) {
        if (key.isEmpty() || key.length() > Store.KEY_BYTES_MAX || key.indexOf(0, 0) >= 0) {
            throw new IllegalArgumentException("not a key: " + key);
        }
        return key.length();
    }
}
