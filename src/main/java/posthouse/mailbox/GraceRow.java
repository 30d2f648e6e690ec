package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.store.Store;

/// Placements that went, kept for a time outside quota: the rows
/// `g/<seconds>/<mod-sequence>/<part>`, by when they went.
///
/// Octets: format 1; mailbox (varint); names of keywords (varint count, texts); placements (varint
/// count, then each: UID as difference from the one before, system flags and bits as one octet
/// each, keywords as [Keywords#write] over those names, then varints for created mod-sequence, size
/// and, signed, INTERNALDATE, save date, message id, and message id less thread id); ids of
/// messages that are being purged (varint count, varints). A row that is being purged has no
/// placements any more.
record GraceRow(
        int mailbox, List<String> keywords, List<Placement> placements, List<Long> purging) {
    private static final int FORMAT = 1;

    /// At most so many placements go into a row, so that it fits.
    static final int PLACEMENTS_MAX = 400;

    static GraceRow purging(int mailbox, List<Long> messages) {
        return new GraceRow(mailbox, List.of(), List.of(), messages);
    }

    long bytes() {
        return placements.stream().mapToLong(Placement::size).sum();
    }

    Bytes encode() {
        var out = new BytesBuilder(64 + placements.size() * 40).octet(FORMAT).varint(mailbox);
        out.varint(keywords.size());
        keywords.forEach(out::text);
        out.varint(placements.size());
        long before = 0;
        for (Placement placement : placements) {
            write(placement, before, out);
            before = placement.uid();
        }
        out.varint(purging.size());
        purging.forEach(out::varint);
        Bytes row = out.build();
        if (row.length() > Store.ROW_BYTES_MAX) {
            throw new IllegalStateException("a grace row of " + row.length() + " octets");
        }
        return row;
    }

    private static void write(Placement placement, long before, BytesBuilder out) {
        out.varint(placement.uid() - before)
                .octet(placement.flags().system())
                .octet(placement.bits());
        placement.flags().keywords().write(out);
        out.varint(placement.createdModSeq())
                .varint(placement.size())
                .signedVarint(placement.internalDate().getEpochSecond())
                .signedVarint(placement.saveDate().getEpochSecond())
                .signedVarint(placement.messageId())
                .signedVarint(placement.messageId() - placement.threadId());
    }

    static GraceRow decode(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        int mailbox = in.smallVarint();
        var keywords = new ArrayList<String>();
        for (int left = in.smallVarint(); left > 0; left--) {
            keywords.add(in.text());
        }
        var placements = new ArrayList<Placement>();
        long before = 0;
        for (int left = in.smallVarint(); left > 0; left--) {
            Placement placement = read(in, before);
            placements.add(placement);
            before = placement.uid();
        }
        var purging = new ArrayList<Long>();
        for (int left = in.smallVarint(); left > 0; left--) {
            purging.add(in.varint());
        }
        Format.checkEnd(in);
        return new GraceRow(mailbox, keywords, placements, purging);
    }

    private static Placement read(BytesReader in, long before) {
        long uid = before + in.varint();
        int system = in.octet() & Flags.ALL_SYSTEM;
        int bits = in.octet();
        var flags = new Flags(system, Keywords.read(in));
        long created = in.varint();
        long size = in.varint();
        var internal = java.time.Instant.ofEpochSecond(in.signedVarint());
        var saved = java.time.Instant.ofEpochSecond(in.signedVarint());
        long message = in.signedVarint();
        long thread = message - in.signedVarint();
        return new Placement(
                uid, flags, created, created, internal, saved, size, message, thread, bits);
    }
}
