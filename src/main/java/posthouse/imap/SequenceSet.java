package posthouse.imap;

import java.util.ArrayList;
import java.util.List;
import posthouse.mailbox.UidSet;

/// Sequence numbers or UIDs as a client names them (RFC 3501 §9 sequence-set), in its order, `*`
/// not resolved yet.
///
/// @param ranges with [#STAR] for `*`; the ends of a range in either order
/// @param saved whether those that the last search saved are meant too: `$` (RFC 5182 §3)
record SequenceSet(List<UidSet.Range> ranges, boolean saved) {
    SequenceSet(List<UidSet.Range> ranges) {
        this(ranges, false);
    }

    /// `*`: the largest number in use. Above all numbers, which have 32 bits.
    static final long STAR = 1L << 32;

    /// The numbers that are meant where `max` is the largest in use. With `max` 0 none is in use:
    /// then `*` means none, and so does a range that has it at one end. Without `$`: [Selected]
    /// knows what it stands for.
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
