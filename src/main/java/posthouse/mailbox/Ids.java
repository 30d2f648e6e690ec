package posthouse.mailbox;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.store.Change;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.time.Clock;

/// Hands out numbers that are never handed out again in this installation (DESIGN rule 4).
///
/// Message ids ascend with time: blocks of them are reserved durably, each starting at the end of
/// the last or at the microseconds since 1970, whichever is more, so that a store restored from an
/// old copy does not repeat what was handed out after the copy. In the partition `I/ids` the row
/// `message` holds the end of the last block and the row `account` the last account: format 1,
/// varint.
final class Ids {
    /// Message ids reserved at once.
    static final int BLOCK = 1 << 16;

    private static final Partition PARTITION = new Partition(Space.IDS, "ids");
    private static final Bytes MESSAGE = Bytes.latin1("message");
    private static final Bytes ACCOUNT = Bytes.latin1("account");
    private static final int FORMAT = 1;

    private final Store store;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private long next;
    private long end;

    Ids(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    long nextMessage() {
        lock.lock();
        try {
            if (next == end) {
                reserve();
            }
            return next++;
        } finally {
            lock.unlock();
        }
    }

    long nextAccount() {
        while (true) {
            var view = store.read(PARTITION, Range.of(ACCOUNT));
            long account = view.value().map(Ids::number).orElse(0L) + 1;
            if (write(view.revision(), ACCOUNT, account)) {
                return account;
            }
        }
    }

    private void reserve() {
        while (next == end) {
            var view = store.read(PARTITION, Range.of(MESSAGE));
            var now = clock.now();
            long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
            long start = Math.max(view.value().map(Ids::number).orElse(1L), micros);
            if (write(view.revision(), MESSAGE, start + BLOCK)) {
                next = start;
                end = start + BLOCK;
            }
        }
    }

    /// @return false if another was faster
    private boolean write(long revision, Bytes key, long number) {
        Bytes value = new BytesBuilder(12).octet(FORMAT).varint(number).build();
        try {
            store.commit(PARTITION, revision, List.of(new Change.Put(key, value)), List.of())
                    .await();
            return true;
        } catch (Conflict _) {
            return false;
        }
    }

    private static long number(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        return in.varint();
    }
}
