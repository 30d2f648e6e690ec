package posthouse.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import posthouse.bytes.Base32Hex;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.store.Row;
import posthouse.store.StoreFailure;

/// What the journal keeps in the partitions `R/<day>`, a day of UTC as `2026-11-28`: a row an
/// event, under the milliseconds since 1970, the partition's revision that the row came with, and
/// its number in that commit. So a day is in the order of time, and no key comes twice.
///
/// Format 1: kind, id, Message-ID, from, recipients, host, security, text.
final class Rows {
    /// Characters of milliseconds in a key.
    private static final int TIME_LENGTH = 9;

    private static final int FORMAT = 1;

    private Rows() {}

    static Bytes key(Instant at, long revision, int number) {
        return Bytes.latin1(
                Base32Hex.fixed(at.toEpochMilli(), TIME_LENGTH)
                        + Base32Hex.fixed(revision, Base32Hex.INT_LENGTH)
                        + Base32Hex.fixed(number, 2));
    }

    /// The first key that anything of this time or later can have.
    static Bytes from(Instant at) {
        return Bytes.latin1(Base32Hex.fixed(Math.max(0, at.toEpochMilli()), TIME_LENGTH));
    }

    static Bytes write(Event event) {
        var out = new BytesBuilder(256).octet(FORMAT).octet(event.kind().number());
        out.text(event.id()).text(event.messageId()).text(event.from());
        out.varint(event.recipients().size());
        event.recipients().forEach(out::text);
        return out.text(event.host()).text(event.security()).text(event.text()).build();
    }

    static Noted read(Row row) {
        return reading(() -> {
            var in = start(row.value());
            var event =
                    new Event(
                            Kind.of(in.octet()),
                            in.text(),
                            in.text(),
                            in.text(),
                            texts(in),
                            in.text(),
                            in.text(),
                            in.text());
            String millis = row.key().slice(0, TIME_LENGTH).latin1();
            return new Noted(Instant.ofEpochMilli(Base32Hex.parse(millis)), event);
        });
    }

    /// The event's id alone, for who passes over many.
    static String idOf(Row row) {
        return reading(() -> {
            var in = start(row.value());
            var _ = in.octet();
            return in.text();
        });
    }

    private static BytesReader start(Bytes value) {
        var in = new BytesReader(value);
        int found = in.octet();
        if (found != FORMAT) {
            throw new BytesReader.Malformed("format " + found + ", not " + FORMAT);
        }
        return in;
    }

    private static List<String> texts(BytesReader in) {
        var texts = new ArrayList<String>();
        for (int n = in.smallVarint(); n > 0; n--) {
            texts.add(in.text());
        }
        return texts;
    }

    private static <T> T reading(Supplier<T> decoder) {
        try {
            return decoder.get();
        } catch (BytesReader.Malformed | IllegalArgumentException damage) {
            throw new StoreFailure("a row of the journal is damaged: " + damage.getMessage());
        }
    }
}
