package posthouse.store;

import posthouse.bytes.Bytes;

/// One thing that a commit does to its partition.
public sealed interface Change {
    record Put(Row row) implements Change {
        public Put(Bytes key, Bytes value) {
            this(new Row(key, value));
        }
    }

    /// Removes a row; nothing happens where there is none.
    record Delete(Bytes key) implements Change {}

    record DeleteRange(Range range) implements Change {}
}
