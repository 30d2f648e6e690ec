package posthouse.imap;

import java.util.Arrays;
import java.util.stream.LongStream;

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

    @Override
    public String toString() {
        String sign = fromEnd ? "-" : "";
        return sign + one + ":" + sign + other;
    }
}
