package posthouse.store;

import java.util.List;
import posthouse.bytes.Bytes;

/// Holds commits to the limits of [Store], the same for every engine.
final class Limits {
    private Limits() {}

    private static final int TAG_CHARS_MAX = 200;

    /// @return the octets of keys and values
    /// @throws IllegalArgumentException naming the limit that is passed
    static int check(List<Change> changes, List<SideWrite> side) {
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
            switch (write) {
                case SideWrite.PutRow(_, var row) -> bytes += check(row);
                case SideWrite.LinkBody(_, var tag) -> checkTag(tag);
            }
        }
        if (bytes > Store.COMMIT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a commit of %d bytes; at most %d".formatted(bytes, Store.COMMIT_BYTES_MAX));
        }
        return (int) bytes;
    }

    /// @throws IllegalArgumentException if it is not printable ASCII, or too long
    static void checkTag(String tag) {
        if (tag.isEmpty()
                || tag.length() > TAG_CHARS_MAX
                || !tag.chars().allMatch(c -> c > 0x20 && c < 0x7f)
                || tag.equals("~")) {
            throw new IllegalArgumentException("not a tag: " + tag);
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
