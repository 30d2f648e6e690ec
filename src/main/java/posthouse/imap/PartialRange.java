package posthouse.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import posthouse.mailbox.UidSet;

/// `partial-range` (RFC 9394 §4): some of a list's places, counted from 1, from the front or from
/// the end.
///
/// @param one as written, without the minus sign; `one` and `other` in either order
record PartialRange(boolean fromEnd, long one, long other) {
    /// The place that is farthest from where it is counted from.
    long last() {
        return Math.max(one, other);
    }

    /// What stands at those places. Of a list that is counted from the end its end is enough, of
    /// one that is counted from the front its front.
    LongStream of(long[] list) {
        int first = (int) Math.min(Math.min(one, other) - 1, list.length);
        int end = (int) Math.min(last(), list.length);
        return fromEnd
                ? Arrays.stream(list, list.length - end, list.length - first)
                : Arrays.stream(list, first, end);
    }

    /// What stands at those places, of ascending numbers.
    List<UidSet.Range> of(List<UidSet.Range> numbers) {
        long count = numbers.stream().mapToLong(range -> range.last() - range.first() + 1).sum();
        long near = Math.min(one, other);
        long from = fromEnd ? count - last() + 1 : near;
        long to = fromEnd ? count - near + 1 : last();
        var part = new ArrayList<UidSet.Range>();
        long before = 0;
        for (UidSet.Range range : numbers) {
            long first = Math.max(range.first(), range.first() + from - before - 1);
            long last = Math.min(range.last(), range.first() + to - before - 1);
            if (first <= last) {
                part.add(new UidSet.Range(first, last));
            }
            before += range.last() - range.first() + 1;
        }
        return part;
    }

    @Override
    public String toString() {
        String sign = fromEnd ? "-" : "";
        return sign + one + ":" + sign + other;
    }
}
