package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.store.Store;

/// What one operation changed: the rows `l/<mod-sequence>/<part>`.
///
/// A part: format 1; time (varint, seconds); mailboxes whose messages changed (varint count, then
/// each: number, and three sets of UIDs: created, changed, vanished); mailboxes changed otherwise
/// (varint count, then numbers: created, renamed, deleted, subscribed, new keywords); ids of
/// messages whose last placement outside grace went (varint count, then signed differences from the
/// one before). A set of UIDs: varint count of ranges, then each range as its start less the end of
/// the one before, and its length less 1. An entry that is too long for a row goes on in the next
/// part; each part is whole by itself.
record LogEntry(
        long seconds,
        SortedMap<Integer, Uids> messages,
        SortedSet<Integer> mailboxes,
        List<Long> gone) {
    private static final int FORMAT = 1;

    /// Octets of a part before another is begun, well below what a row may have.
    private static final int PART_BYTES = Store.ROW_BYTES_MAX / 2;

    record Uids(UidSet created, UidSet changed, UidSet vanished) {}

    static LogEntry decode(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        long seconds = in.varint();
        var messages = new TreeMap<Integer, Uids>();
        for (int left = in.smallVarint(); left > 0; left--) {
            messages.put(in.smallVarint(), new Uids(readUids(in), readUids(in), readUids(in)));
        }
        var mailboxes = new TreeSet<Integer>();
        for (int left = in.smallVarint(); left > 0; left--) {
            mailboxes.add(in.smallVarint());
        }
        var gone = new ArrayList<Long>();
        long before = 0;
        for (int left = in.smallVarint(); left > 0; left--) {
            before += in.signedVarint();
            gone.add(before);
        }
        Format.checkEnd(in);
        return new LogEntry(seconds, messages, mailboxes, gone);
    }

    static void writeUids(UidSet uids, BytesBuilder out) {
        out.varint(uids.ranges().size());
        long before = 0;
        for (UidSet.Range range : uids.ranges()) {
            out.varint(range.first() - before).varint(range.last() - range.first());
            before = range.last();
        }
    }

    static UidSet readUids(BytesReader in) {
        var uids = new UidSet.Builder();
        long before = 0;
        for (int left = in.smallVarint(); left > 0; left--) {
            long first = before + in.varint();
            before = first + in.varint();
            uids.add(first, before);
        }
        return uids.build();
    }

    /// Notes what an operation does.
    static final class Builder {
        private static final class Notes {
            final UidSet.Builder created = new UidSet.Builder();
            final UidSet.Builder changed = new UidSet.Builder();
            final UidSet.Builder vanished = new UidSet.Builder();
        }

        private final SortedMap<Integer, Notes> messages = new TreeMap<>();
        private final SortedSet<Integer> mailboxes = new TreeSet<>();
        private final List<Long> gone = new ArrayList<>();

        /// UIDs of one kind and mailbox come in ascending order.
        void created(int mailbox, long uid) {
            notes(mailbox).created.add(uid);
        }

        void created(int mailbox, long first, long last) {
            notes(mailbox).created.add(first, last);
        }

        void changed(int mailbox, long uid) {
            notes(mailbox).changed.add(uid);
        }

        void vanished(int mailbox, long uid) {
            notes(mailbox).vanished.add(uid);
        }

        void mailbox(int mailbox) {
            mailboxes.add(mailbox);
        }

        void gone(long message) {
            gone.add(message);
        }

        boolean isEmpty() {
            return messages.isEmpty() && mailboxes.isEmpty() && gone.isEmpty();
        }

        boolean hasMessages() {
            return !messages.isEmpty();
        }

        boolean hasMailboxes() {
            return !mailboxes.isEmpty();
        }

        /// The parts, normally one.
        List<Bytes> encode(long seconds) {
            var pieces = new ArrayList<LogEntry>();
            messages.forEach((mailbox, notes) -> split(mailbox, notes, seconds, pieces));
            if (pieces.size() == 1 && gone.size() < PART_BYTES / 10) {
                var one = new LogEntry(seconds, pieces.getFirst().messages(), mailboxes, gone);
                return List.of(write(one));
            }
            var none = new TreeMap<Integer, Uids>();
            pieces.add(new LogEntry(seconds, none, mailboxes, List.of()));
            for (int from = 0; from < gone.size(); from += PART_BYTES / 10) {
                int to = Math.min(gone.size(), from + PART_BYTES / 10);
                pieces.add(new LogEntry(seconds, none, new TreeSet<>(), gone.subList(from, to)));
            }
            return pieces.stream().map(Builder::write).toList();
        }

        private Notes notes(int mailbox) {
            return messages.computeIfAbsent(mailbox, _ -> new Notes());
        }

        private static void split(int mailbox, Notes notes, long seconds, List<LogEntry> pieces) {
            var created = chunks(notes.created.build());
            var changed = chunks(notes.changed.build());
            var vanished = chunks(notes.vanished.build());
            int count = Math.max(created.size(), Math.max(changed.size(), vanished.size()));
            for (int i = 0; i < count; i++) {
                var uids = new Uids(at(created, i), at(changed, i), at(vanished, i));
                var messages = new TreeMap<Integer, Uids>();
                messages.put(mailbox, uids);
                pieces.add(new LogEntry(seconds, messages, new TreeSet<>(), List.of()));
            }
        }

        private static UidSet at(List<UidSet> chunks, int index) {
            return index < chunks.size() ? chunks.get(index) : UidSet.EMPTY;
        }

        /// Sets of so few ranges that three of them fit a part.
        private static List<UidSet> chunks(UidSet uids) {
            int most = PART_BYTES / 30;
            var chunks = new ArrayList<UidSet>();
            var ranges = uids.ranges();
            for (int from = 0; from < ranges.size(); from += most) {
                chunks.add(
                        UidSet.ofRanges(
                                ranges.subList(from, Math.min(ranges.size(), from + most))));
            }
            return chunks;
        }

        private static Bytes write(LogEntry entry) {
            var out = new BytesBuilder(64).octet(FORMAT).varint(entry.seconds);
            out.varint(entry.messages.size());
            entry.messages.forEach((mailbox, uids) -> {
                out.varint(mailbox);
                writeUids(uids.created(), out);
                writeUids(uids.changed(), out);
                writeUids(uids.vanished(), out);
            });
            out.varint(entry.mailboxes.size());
            entry.mailboxes.forEach(out::varint);
            out.varint(entry.gone.size());
            long before = 0;
            for (long message : entry.gone) {
                out.signedVarint(message - before);
                before = message;
            }
            return out.build();
        }
    }
}
