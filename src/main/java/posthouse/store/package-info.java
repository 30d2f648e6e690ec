/// Ordered durable rows in partitions, and message bodies. Knows no mail.
///
/// Start with [Store]. A [Partition] is a sorted map of rows with a revision; a commit changes it
/// all or nothing and fails where the revision is not the expected one. That is all the concurrency
/// control there is. [Bodies] keep what is too large for a row. Engines: [MemoryStore],
/// [RocksStore]. `StoreContract` (in the tests) says what each must do.
///
/// In `RocksStore` a commit goes: `RocksStore` judges it, [Committer] puts it into the order,
/// writes it with its group and syncs, `Job` wakes who waits. [Keys] shows where everything lies,
/// [Frame] what a body is cut into, [Engine] how RocksDB is set.
@NullMarked
package posthouse.store;

import org.jspecify.annotations.NullMarked;
