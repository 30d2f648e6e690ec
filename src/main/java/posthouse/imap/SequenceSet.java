package posthouse.imap;

import java.util.ArrayList;
import java.util.List;
import posthouse.mailbox.UidSet;

/// Sequence numbers or UIDs as a client names them (RFC 3501 §9 sequence-set), in its order, `*`
/// not resolved yet.
///
/// @param ranges with [#STAR] for `*`; the ends of a range in either order
record SequenceSet(List<UidSet.Range> ranges) {
    /// `*`: the largest number in use. Above all numbers, which have 32 bits.
    static final long STAR = 1L << 32;

    /// The numbers that are meant where `max` is the largest in use. With `max` 0 none is in use:
    /// then `*` means none, and so does a range that has it at one end.
    UidSet resolve(long max) {
        var resolved = new ArrayList<UidSet.Range>(ranges.size());
        for (UidSet.Range range : ranges) {
            if (max == 0 && (range.first() == STAR || range.last() == STAR)) {
                continue;
            }
            long one = range.first() == STAR ? max : range.first();
            long other = range.last() == STAR ? max : range.last();
            resolved.add(new UidSet.Range(Math.min(one, other), Math.max(one, other)));
        }
        return UidSet.ofRanges(resolved);
    }
}
