package posthouse.mailbox;

import java.time.Instant;
import java.util.Arrays;
import posthouse.bytes.Bytes;

/// The placements of one mailbox whose UIDs have the same `uid ÷ 128`: one row `p/…` of the store,
/// as columns. Immutable; pages of different snapshots share the columns that did not change.
final class Page {
    /// How many UIDs a page covers.
    static final int UIDS = 128;

    private static final int SHIFT = 7;
    private static final Flags[] PLAIN = plain();

    private final int number;
    private final byte[] offsets;
    private final Flags[] flags;
    private final byte[] bits;
    private final long[] modSeqs;
    private final long[] createdModSeqs;
    private final long[] internalDates;
    private final long[] saveDates;
    private final int[] sizes;
    private final long[] messageIds;
    private final long[] threadIds;

    private Page(
            int number,
            byte[] offsets,
            Flags[] flags,
            byte[] bits,
            long[] modSeqs,
            long[] createdModSeqs,
            long[] internalDates,
            long[] saveDates,
            int[] sizes,
            long[] messageIds,
            long[] threadIds) {
        this.number = number;
        this.offsets = offsets;
        this.flags = flags;
        this.bits = bits;
        this.modSeqs = modSeqs;
        this.createdModSeqs = createdModSeqs;
        this.internalDates = internalDates;
        this.saveDates = saveDates;
        this.sizes = sizes;
        this.messageIds = messageIds;
        this.threadIds = threadIds;
    }

    /// The number of the page that a UID belongs to.
    static int numberOf(long uid) {
        return (int) (uid >>> SHIFT);
    }

    static long firstUid(int number) {
        return (long) number << SHIFT;
    }

    /// Flags without keywords: the same object each time.
    static Flags plain(int system) {
        return PLAIN[system];
    }

    int number() {
        return number;
    }

    int count() {
        return offsets.length;
    }

    boolean isEmpty() {
        return offsets.length == 0;
    }

    long uid(int index) {
        return firstUid(number) + offsets[index];
    }

    Flags flags(int index) {
        return flags[index];
    }

    int bits(int index) {
        return bits[index];
    }

    long modSeq(int index) {
        return modSeqs[index];
    }

    long createdModSeq(int index) {
        return createdModSeqs[index];
    }

    /// Seconds since 1970.
    long internalDate(int index) {
        return internalDates[index];
    }

    /// Seconds since 1970.
    long saveDate(int index) {
        return saveDates[index];
    }

    long size(int index) {
        return Integer.toUnsignedLong(sizes[index]);
    }

    long messageId(int index) {
        return messageIds[index];
    }

    long threadId(int index) {
        return threadIds[index];
    }

    Placement placement(int index) {
        return new Placement(
                uid(index),
                flags[index],
                modSeqs[index],
                createdModSeqs[index],
                Instant.ofEpochSecond(internalDates[index]),
                Instant.ofEpochSecond(saveDates[index]),
                size(index),
                messageIds[index],
                threadIds[index],
                bits[index]);
    }

    /// The index of a UID; negative where it is not here, as [Arrays#binarySearch].
    int indexOf(long uid) {
        int offset = (int) (uid - firstUid(number));
        int count = offsets.length;
        if (count == UIDS) {
            return offset; // a full page has no gaps
        }
        return Arrays.binarySearch(offsets, (byte) offset);
    }

    /// The index of the first UID that is at least `uid`; [#count] where there is none.
    int firstAtOrAfter(long uid) {
        if (uid <= firstUid(number)) {
            return 0;
        }
        if (uid >= firstUid(number) + UIDS) {
            return count();
        }
        int index = indexOf(uid);
        return index >= 0 ? index : -index - 1;
    }

    /// Calls `sink` with the index of each placement whose UID is in the set, in order.
    void forEachIn(UidSet uids, IntSink sink) throws MailRefusal {
        var ranges = uids.ranges();
        long last = firstUid(number) + UIDS - 1;
        int at = uids.firstRangeAtOrAfter(firstUid(number));
        for (; at < ranges.size() && ranges.get(at).first() <= last; at++) {
            int end = firstAtOrAfter(ranges.get(at).last() + 1);
            for (int i = firstAtOrAfter(ranges.get(at).first()); i < end; i++) {
                sink.accept(i);
            }
        }
    }

    /// Takes indices of placements.
    @FunctionalInterface
    interface IntSink {
        void accept(int index) throws MailRefusal;
    }

    /// The page with one more placement behind the others.
    Page with(Placement placement) {
        return new Builder(number, count() + 1).addAll(this).add(placement).build();
    }

    /// The page without what lies at or above `uid`: there only while a large copy is not finished.
    Page below(long uid) {
        int count = firstAtOrAfter(uid);
        return count == count() ? this : new Builder(number, count).addAll(this, 0, count).build();
    }

    Editor edit() {
        return new Editor(this);
    }

    private static Flags[] plain() {
        var plain = new Flags[Flags.ALL_SYSTEM + 1];
        for (int system = 0; system < plain.length; system++) {
            plain[system] = system == 0 ? Flags.NONE : new Flags(system, Keywords.NONE);
        }
        return plain;
    }

    @Override
    public String toString() {
        return "page " + number + " of " + count() + " from " + Bytes.wrap(offsets);
    }

    /// Changes flags and bits of placements of a page, which keeps all other columns.
    static final class Editor {
        private final Page page;
        private final Flags[] flags;
        private final byte[] bits;
        private final long[] modSeqs;
        private boolean changed;

        private Editor(Page page) {
            this.page = page;
            flags = page.flags.clone();
            bits = page.bits.clone();
            modSeqs = page.modSeqs.clone();
        }

        Editor flags(int index, Flags now, long modSeq) {
            flags[index] = now.keywords().isEmpty() ? PLAIN[now.system()] : now;
            modSeqs[index] = modSeq;
            changed = true;
            return this;
        }

        /// No client sees the bits, so the mod-sequence stays.
        Editor addBits(int index, int more) {
            if ((bits[index] & more) != more) {
                bits[index] |= (byte) more;
                changed = true;
            }
            return this;
        }

        boolean changed() {
            return changed;
        }

        Page build() {
            return !changed
                    ? page
                    : new Page(
                            page.number,
                            page.offsets,
                            flags,
                            bits,
                            modSeqs,
                            page.createdModSeqs,
                            page.internalDates,
                            page.saveDates,
                            page.sizes,
                            page.messageIds,
                            page.threadIds);
        }
    }

    /// Makes a page of placements in ascending order of their UIDs.
    static final class Builder {
        private final int number;
        private int count;
        private byte[] offsets;
        private Flags[] flags;
        private byte[] bits;
        private long[] modSeqs;
        private long[] createdModSeqs;
        private long[] internalDates;
        private long[] saveDates;
        private int[] sizes;
        private long[] messageIds;
        private long[] threadIds;

        /// @param room at least as many as will be added
        Builder(int number, int room) {
            this.number = number;
            offsets = new byte[room];
            flags = new Flags[room];
            bits = new byte[room];
            modSeqs = new long[room];
            createdModSeqs = new long[room];
            internalDates = new long[room];
            saveDates = new long[room];
            sizes = new int[room];
            messageIds = new long[room];
            threadIds = new long[room];
        }

        int count() {
            return count;
        }

        Builder addAll(Page page) {
            return addAll(page, 0, page.count());
        }

        Builder addAll(Page page, int from, int to) {
            int length = to - from;
            System.arraycopy(page.offsets, from, offsets, count, length);
            System.arraycopy(page.flags, from, flags, count, length);
            System.arraycopy(page.bits, from, bits, count, length);
            System.arraycopy(page.modSeqs, from, modSeqs, count, length);
            System.arraycopy(page.createdModSeqs, from, createdModSeqs, count, length);
            System.arraycopy(page.internalDates, from, internalDates, count, length);
            System.arraycopy(page.saveDates, from, saveDates, count, length);
            System.arraycopy(page.sizes, from, sizes, count, length);
            System.arraycopy(page.messageIds, from, messageIds, count, length);
            System.arraycopy(page.threadIds, from, threadIds, count, length);
            count += length;
            return this;
        }

        Builder add(Page page, int index) {
            return addAll(page, index, index + 1);
        }

        Builder add(Placement placement) {
            return add(
                    (int) (placement.uid() - firstUid(number)),
                    placement.flags(),
                    placement.bits(),
                    placement.modSeq(),
                    placement.createdModSeq(),
                    placement.internalDate().getEpochSecond(),
                    placement.saveDate().getEpochSecond(),
                    placement.size(),
                    placement.messageId(),
                    placement.threadId());
        }

        Builder add(
                int offset,
                Flags flag,
                int bit,
                long modSeq,
                long createdModSeq,
                long internalDate,
                long saveDate,
                long size,
                long messageId,
                long threadId) {
            if (offset < 0 || offset >= UIDS || count > 0 && offset <= offsets[count - 1]) {
                throw new IllegalArgumentException(
                        "the UID " + (firstUid(number) + offset) + " is out of order");
            }
            offsets[count] = (byte) offset;
            flags[count] = flag.keywords().isEmpty() ? PLAIN[flag.system()] : flag;
            bits[count] = (byte) bit;
            modSeqs[count] = modSeq;
            createdModSeqs[count] = createdModSeq;
            internalDates[count] = internalDate;
            saveDates[count] = saveDate;
            sizes[count] = (int) size;
            messageIds[count] = messageId;
            threadIds[count] = threadId;
            count++;
            return this;
        }

        Page build() {
            if (count < offsets.length) {
                trim();
            }
            return new Page(
                    number,
                    offsets,
                    flags,
                    bits,
                    modSeqs,
                    createdModSeqs,
                    internalDates,
                    saveDates,
                    sizes,
                    messageIds,
                    threadIds);
        }

        private void trim() {
            offsets = Arrays.copyOf(offsets, count);
            flags = Arrays.copyOf(flags, count);
            bits = Arrays.copyOf(bits, count);
            modSeqs = Arrays.copyOf(modSeqs, count);
            createdModSeqs = Arrays.copyOf(createdModSeqs, count);
            internalDates = Arrays.copyOf(internalDates, count);
            saveDates = Arrays.copyOf(saveDates, count);
            sizes = Arrays.copyOf(sizes, count);
            messageIds = Arrays.copyOf(messageIds, count);
            threadIds = Arrays.copyOf(threadIds, count);
        }
    }
}
