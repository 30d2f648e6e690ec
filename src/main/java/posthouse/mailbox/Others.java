package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// All placements of a message that has several, in pages and in grace: the row `r/<message>`. It
/// is there only while there is more than one; a placement whose [Placement#HAS_OTHERS] is set may
/// be the last one left.
///
/// Octets: format 1, varint count, then each placement: mailbox and UID as varints, one octet that
/// is 1 in grace.
record Others(List<Where> places) {
    private static final int FORMAT = 1;

    /// Placements that one message can have.
    static final int PLACES_MAX = 4_000;

    /// @param grace expunged; a placement in a deleted mailbox is not marked
    record Where(int mailbox, long uid, boolean grace) {}

    Bytes encode() {
        var out = new BytesBuilder(8 + places.size() * 6).octet(FORMAT).varint(places.size());
        for (Where place : places) {
            out.varint(place.mailbox()).varint(place.uid()).octet(place.grace() ? 1 : 0);
        }
        return out.build();
    }

    static Others decode(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        var places = new ArrayList<Where>();
        for (int left = in.smallVarint(); left > 0; left--) {
            places.add(new Where(in.smallVarint(), in.varint(), in.octet() != 0));
        }
        Format.checkEnd(in);
        return new Others(List.copyOf(places));
    }

    Others with(int mailbox, long uid) {
        var more = new ArrayList<>(places);
        more.add(new Where(mailbox, uid, false));
        return new Others(more);
    }

    Others without(int mailbox, long uid) {
        return new Others(
                places.stream().filter(p -> p.mailbox() != mailbox || p.uid() != uid).toList());
    }

    Others replacing(int mailbox, long uid, UnaryOperator<Where> by) {
        return new Others(
                places.stream()
                        .map(p -> p.mailbox() == mailbox && p.uid() == uid ? by.apply(p) : p)
                        .toList());
    }
}
