package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// The row `p/<mailbox>/<uid ÷ 128>`, 18 to 30 octets a placement:
///
/// | octets | what |
/// |---|---|
/// | 1 | format: 1 |
/// | 16 | which of the 128 UIDs are there: bit `uid mod 128` (octet by octet, low bit first) |
/// | varint | how many different combinations of flags and bits there are; then each of them: system flags (1 octet), bits (1 octet), keywords as [Keywords#write] |
/// | 1 each | the combination of each placement, in the order of the UIDs |
/// | column | created mod-sequence, signed difference from the one before (the first: from 0) |
/// | column | mod-sequence, less the created one |
/// | column | INTERNALDATE, seconds, signed difference from the one before |
/// | column | save date, signed difference from INTERNALDATE |
/// | column | size |
/// | column | message id, signed difference from the one before |
/// | column | message id less thread id, signed |
///
/// A column is one varint a placement.
final class PageCodec {
    private static final int FORMAT = 1;
    private static final int BITMAP = Page.UIDS / 8;

    private PageCodec() {}

    private record Combination(Flags flags, int bits) {}

    static Bytes encode(Page page) {
        var out = new BytesBuilder(64 + page.count() * 28).octet(FORMAT);
        bitmap(page, out);
        combinations(page, out);
        long before = 0;
        for (int i = 0; i < page.count(); i++) {
            out.signedVarint(page.createdModSeq(i) - before);
            before = page.createdModSeq(i);
        }
        for (int i = 0; i < page.count(); i++) {
            out.varint(page.modSeq(i) - page.createdModSeq(i));
        }
        before = 0;
        for (int i = 0; i < page.count(); i++) {
            out.signedVarint(page.internalDate(i) - before);
            before = page.internalDate(i);
        }
        for (int i = 0; i < page.count(); i++) {
            out.signedVarint(page.saveDate(i) - page.internalDate(i));
        }
        for (int i = 0; i < page.count(); i++) {
            out.varint(page.size(i));
        }
        before = 0;
        for (int i = 0; i < page.count(); i++) {
            out.signedVarint(page.messageId(i) - before);
            before = page.messageId(i);
        }
        for (int i = 0; i < page.count(); i++) {
            out.signedVarint(page.messageId(i) - page.threadId(i));
        }
        return out.build();
    }

    private static void bitmap(Page page, BytesBuilder out) {
        var bitmap = new byte[BITMAP];
        for (int i = 0; i < page.count(); i++) {
            int offset = (int) (page.uid(i) - Page.firstUid(page.number()));
            bitmap[offset >> 3] |= (byte) (1 << (offset & 7));
        }
        out.write(bitmap, 0, BITMAP);
    }

    private static void combinations(Page page, BytesBuilder out) {
        var known = new ArrayList<Combination>();
        var which = new byte[page.count()];
        for (int i = 0; i < page.count(); i++) {
            which[i] = (byte) indexIn(known, page.flags(i), page.bits(i));
        }
        out.varint(known.size());
        for (Combination combination : known) {
            out.octet(combination.flags().system()).octet(combination.bits());
            combination.flags().keywords().write(out);
        }
        out.write(which, 0, which.length);
    }

    private static int indexIn(List<Combination> known, Flags flags, int bits) {
        for (int i = known.size() - 1; i >= 0; i--) {
            Combination one = known.get(i);
            if (one.bits() == bits && one.flags().equals(flags)) {
                return i;
            }
        }
        known.add(new Combination(flags, bits));
        return known.size() - 1;
    }

    /// @throws BytesReader.Malformed where the row is damaged
    static Page decode(int number, Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        int[] offsets = offsets(in.take(BITMAP));
        int count = offsets.length;
        var known = combinations(in);
        Bytes which = in.take(count);
        var created = new long[count];
        long before = 0;
        for (int i = 0; i < count; i++) {
            created[i] = before += in.signedVarint();
        }
        var modSeqs = new long[count];
        for (int i = 0; i < count; i++) {
            modSeqs[i] = created[i] + in.varint();
        }
        var internal = new long[count];
        before = 0;
        for (int i = 0; i < count; i++) {
            internal[i] = before += in.signedVarint();
        }
        var saved = new long[count];
        for (int i = 0; i < count; i++) {
            saved[i] = internal[i] + in.signedVarint();
        }
        var sizes = new long[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = in.varint();
        }
        var ids = new long[count];
        before = 0;
        for (int i = 0; i < count; i++) {
            ids[i] = before += in.signedVarint();
        }
        var page = new Page.Builder(number, count);
        for (int i = 0; i < count; i++) {
            Combination one = Format.at(known, which.at(i) & 0xff);
            page.add(
                    offsets[i],
                    one.flags(),
                    one.bits(),
                    modSeqs[i],
                    created[i],
                    internal[i],
                    saved[i],
                    sizes[i],
                    ids[i],
                    ids[i] - in.signedVarint());
        }
        Format.checkEnd(in);
        return page.build();
    }

    private static int[] offsets(Bytes bitmap) {
        var offsets = new int[Page.UIDS];
        int count = 0;
        for (int offset = 0; offset < Page.UIDS; offset++) {
            if ((bitmap.at(offset >> 3) >> (offset & 7) & 1) != 0) {
                offsets[count++] = offset;
            }
        }
        return java.util.Arrays.copyOf(offsets, count);
    }

    private static List<Combination> combinations(BytesReader in) {
        int count = in.smallVarint();
        var known = new ArrayList<Combination>();
        for (int i = 0; i < count; i++) {
            int system = in.octet() & Flags.ALL_SYSTEM;
            int bits = in.octet();
            var keywords = Keywords.read(in);
            var flags = keywords.isEmpty() ? Page.plain(system) : new Flags(system, keywords);
            known.add(new Combination(flags, bits));
        }
        return known;
    }
}
