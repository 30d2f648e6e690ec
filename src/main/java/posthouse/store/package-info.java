/// Ordered durable rows in partitions, and message bodies. Knows no mail.
///
/// Start with [Store]. A [Partition] is a sorted map of rows with a revision; a commit changes it
/// all or nothing and fails where the revision is not the expected one. That is all the concurrency
/// control there is. [Bodies] keep what is too large for a row. Engines: [MemoryStore],
/// `RocksStore`. `StoreContract` (in the tests) says what each must do.
@NullMarked
package posthouse.store;

import org.jspecify.annotations.NullMarked;
