package posthouse.mailbox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Base32Hex;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.store.Partition;
import posthouse.store.Row;
import posthouse.store.SideWrite;

/// Finds the thread of a message: that of an earlier one which has, or refers to, one of the same
/// Message-IDs, with the same base subject (RFC 8621 §3); else the message begins one.
///
/// In `T/<account>/0` there is a row for each Message-ID that a message has or refers to: key the
/// first 60 bits of its SHA-256 in base32hex; value format 1 and, for each thread, its id (varint)
/// and 8 octets of its base subject's hash. Losing a row only splits a thread.
final class Threads {
    private static final int FORMAT = 1;
    private static final int KEY_LENGTH = 12;

    /// Threads that share a Message-ID with different subjects; more are not remembered.
    private static final int THREADS_MAX = 16;

    private record Known(long thread, long subject) {}

    private Threads() {}

    /// The thread of a message that is being added, which is remembered with the draft.
    static long join(Draft draft, Partition partition, Kin kin, long message) {
        long subject = hash(kin.baseSubject());
        var keys = keys(kin);
        var rows = new ArrayList<List<Known>>();
        long thread = message;
        for (Bytes key : keys) {
            List<Known> known =
                    draft.sideRow(partition, key)
                            .map(value -> read(partition, key, value))
                            .orElse(List.of());
            rows.add(known);
            for (Known one : known) {
                thread = one.subject() == subject ? Math.min(thread, one.thread()) : thread;
            }
        }
        for (int i = 0; i < keys.size(); i++) {
            remember(draft, partition, keys.get(i), rows.get(i), new Known(thread, subject));
        }
        return thread;
    }

    private static void remember(
            Draft draft, Partition partition, Bytes key, List<Known> known, Known one) {
        boolean there = known.stream().anyMatch(k -> k.subject() == one.subject());
        if (there || known.size() == THREADS_MAX) {
            return;
        }
        var out = new BytesBuilder(32).octet(FORMAT);
        known.forEach(k -> out.varint(k.thread()).fixed64(k.subject()));
        out.varint(one.thread()).fixed64(one.subject());
        draft.side(new SideWrite.PutRow(partition, new Row(key, out.build())));
    }

    private static List<Known> read(Partition partition, Bytes key, Bytes value) {
        return Format.reading(
                partition,
                key,
                () -> {
                    var in = new BytesReader(value);
                    Format.check(in, FORMAT);
                    var known = new ArrayList<Known>();
                    while (!in.atEnd()) {
                        known.add(new Known(in.varint(), in.fixed64()));
                    }
                    return known;
                });
    }

    private static List<Bytes> keys(Kin kin) {
        var keys = new ArrayList<Bytes>();
        if (!kin.messageId().isEmpty()) {
            keys.add(key(kin.messageId()));
        }
        kin.references().forEach(reference -> keys.add(key(reference)));
        return keys;
    }

    private static Bytes key(String id) {
        return Bytes.latin1(Base32Hex.fixed(hash(id) >>> 4, KEY_LENGTH));
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Bytes.utf8(text).toArray());
            return new BytesReader(Bytes.wrap(digest)).fixed64();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every JDK has it
        }
    }
}
