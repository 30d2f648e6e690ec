package posthouse.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import posthouse.mailbox.UidSet;

/// What a search answers (RFC 4731 §3.1, RFC 9051 §6.4.4), and whether what it finds becomes `$`
/// (RFC 5182).
///
/// @param partial some of the results, by their place among all (RFC 9394 §3.1)
record SearchReturn(
        boolean min,
        boolean max,
        boolean all,
        boolean count,
        boolean save,
        Optional<PartialRange> partial) {
    /// What `RETURN ()` stands for, and the answer of IMAP4rev2 where nothing is said.
    static final SearchReturn ALL =
            new SearchReturn(false, false, true, false, false, Optional.empty());

    /// Whether anything is told. SAVE alone asks for nothing (RFC 5182 §2.4).
    boolean tells() {
        return min || max || all || count || partial.isPresent();
    }

    /// How many messages from the front are enough to answer; `Integer.MAX_VALUE`: all of them.
    int enoughFromFront() {
        return max || needsAll() || partial.filter(PartialRange::fromEnd).isPresent()
                ? Integer.MAX_VALUE
                : Math.max(min ? 1 : 0, last());
    }

    /// How many messages from the end are enough to answer; `Integer.MAX_VALUE`: all of them.
    int enoughFromEnd() {
        return min || needsAll() || partial.filter(range -> !range.fromEnd()).isPresent()
                ? Integer.MAX_VALUE
                : Math.max(max ? 1 : 0, last());
    }

    private boolean needsAll() {
        return all || count || !tells();
    }

    private int last() {
        return partial.map(range -> (int) Math.min(range.last(), Integer.MAX_VALUE)).orElse(0);
    }

    /// What becomes `$`: what was told, but everything where all were counted or told (RFC 5182
    /// §2.4, RFC 9394 §3.2).
    ///
    /// @param found ascending, as far as it was needed
    long[] saved(long[] found) {
        if (found.length == 0 || needsAll()) {
            return found;
        }
        var saved = LongStream.builder();
        partial.ifPresent(range -> range.of(found).forEach(saved));
        if (min) {
            saved.add(found[0]);
        }
        if (max) {
            saved.add(found[found.length - 1]);
        }
        return saved.build().toArray();
    }

    /// The data of an ESEARCH response (RFC 4731 §3.1, RFC 9394 §3.1). Without results MIN, MAX and
    /// ALL are left out.
    ///
    /// @param found ascending, as far as it was needed
    List<String> data(long[] found) {
        var data = new ArrayList<String>();
        if (min && found.length > 0) {
            data.add("MIN " + found[0]);
        }
        if (max && found.length > 0) {
            data.add("MAX " + found[found.length - 1]);
        }
        if (all && found.length > 0) {
            data.add("ALL " + UidSet.of(found));
        }
        if (count) {
            data.add("COUNT " + found.length);
        }
        partial.ifPresent(range -> data.add(data(range, range.of(found).toArray())));
        return data;
    }

    /// `"PARTIAL" SP "(" partial-range SP partial-results ")"`
    private static String data(PartialRange range, long[] found) {
        return "PARTIAL (" + range + " " + (found.length == 0 ? "NIL" : UidSet.of(found)) + ")";
    }
}
