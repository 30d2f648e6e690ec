package posthouse.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// A set of UIDs as ascending ranges that neither touch nor overlap. Immutable. The numbers are 1
/// to 2^32 - 1.
public final class UidSet {
    /// From `first` to `last`, both inclusive.
    public record Range(long first, long last) {}

    public static final UidSet EMPTY = new UidSet(List.of());

    private final List<Range> ranges;

    private UidSet(List<Range> ranges) {
        this.ranges = ranges;
    }

    public static UidSet of(long... uids) {
        var builder = new Builder();
        Arrays.stream(uids).sorted().forEach(builder::add);
        return builder.build();
    }

    public static UidSet range(long first, long last) {
        return new UidSet(List.of(new Range(first, last)));
    }

    /// Any ranges, in any order, overlapping or not; each with first ≤ last.
    public static UidSet ofRanges(List<Range> ranges) {
        var sorted = new ArrayList<>(ranges);
        sorted.sort((a, b) -> Long.compare(a.first(), b.first()));
        var builder = new Builder();
        for (Range range : sorted) {
            builder.add(range.first(), range.last());
        }
        return builder.build();
    }

    public List<Range> ranges() {
        return ranges;
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean contains(long uid) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = ranges.get(middle);
            if (uid < range.first()) {
                high = middle - 1;
            } else if (uid > range.last()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /// Those that are in one of both sets.
    public UidSet plus(UidSet others) {
        if (isEmpty() || others.isEmpty()) {
            return isEmpty() ? others : this;
        }
        var both = new ArrayList<>(ranges);
        both.addAll(others.ranges);
        return ofRanges(both);
    }

    /// Those that are in both sets.
    public UidSet and(UidSet others) {
        return minus(minus(others));
    }

    /// Those that are not in `others`.
    public UidSet minus(UidSet others) {
        var rest = new Builder();
        int at = 0;
        for (Range range : ranges) {
            long first = range.first();
            while (at < others.ranges.size() && others.ranges.get(at).last() < first) {
                at++;
            }
            for (int i = at; i < others.ranges.size() && first <= range.last(); i++) {
                Range out = others.ranges.get(i);
                if (out.first() > range.last()) {
                    break;
                }
                if (out.first() > first) {
                    rest.add(first, out.first() - 1);
                }
                first = out.last() + 1;
            }
            if (first <= range.last()) {
                rest.add(first, range.last());
            }
        }
        return rest.build();
    }

    /// Those from `first` to `last`, both inclusive.
    public UidSet within(long first, long last) {
        var within = new Builder();
        for (Range range : ranges) {
            long from = Math.max(range.first(), first);
            long to = Math.min(range.last(), last);
            if (from <= to) {
                within.add(from, to);
            }
        }
        return within.build();
    }

    /// The index of the first range that ends at or after `uid`; the number of ranges where there
    /// is none.
    int firstRangeAtOrAfter(long uid) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges.get(middle).last() < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// How many UIDs it names, present or not.
    public long size() {
        return ranges.stream().mapToLong(range -> range.last() - range.first() + 1).sum();
    }

    public LongStream uids() {
        return ranges.stream()
                .flatMapToLong(range -> LongStream.rangeClosed(range.first(), range.last()));
    }

    /// As in IMAP: `1:3,7`.
    @Override
    public String toString() {
        return ranges.stream()
                .map(r -> r.first() == r.last() ? "" + r.first() : r.first() + ":" + r.last())
                .collect(Collectors.joining(","));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    /// Takes UIDs in ascending order.
    public static final class Builder {
        private final List<Range> ranges = new ArrayList<>();

        public Builder add(long uid) {
            return add(uid, uid);
        }

        /// @param first not below the first of the range added before
        public Builder add(long first, long last) {
            if (!ranges.isEmpty() && first <= ranges.getLast().last() + 1) {
                Range before = ranges.removeLast();
                ranges.add(new Range(before.first(), Math.max(before.last(), last)));
            } else {
                ranges.add(new Range(first, last));
            }
            return this;
        }

        /// @param uids none below the first of the range added before
        public Builder addAll(UidSet uids) {
            uids.ranges.forEach(range -> add(range.first(), range.last()));
            return this;
        }

        public UidSet build() {
            return ranges.isEmpty() ? EMPTY : new UidSet(List.copyOf(ranges));
        }
    }
}
