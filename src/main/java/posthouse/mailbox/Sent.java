package posthouse.mailbox;

import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// How many recipients an account has written to on one day: the row `c/sent`. Format 1, varints
/// for the day and the recipients.
///
/// @param day since 1970
record Sent(long day, long recipients) {
    private static final int FORMAT = 1;

    /// What the row says of a day; another day's row says nothing.
    static long on(long day, Optional<Bytes> row) {
        return row.map(Sent::decode)
                .filter(sent -> sent.day() == day)
                .map(Sent::recipients)
                .orElse(0L);
    }

    Bytes encode() {
        return new BytesBuilder(16).octet(FORMAT).varint(day).varint(recipients).build();
    }

    private static Sent decode(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        var sent = new Sent(in.varint(), in.varint());
        Format.checkEnd(in);
        return sent;
    }
}
