package posthouse.mailbox;

import java.util.List;
import java.util.function.Supplier;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesReader;
import posthouse.store.Partition;
import posthouse.store.StoreFailure;

/// What all rows have in common: a format octet first, and that a damaged one is named.
final class Format {
    private Format() {}

    static void check(BytesReader in, int format) {
        int found = in.octet();
        if (found != format) {
            throw new BytesReader.Malformed("format " + found + ", not " + format);
        }
    }

    /// The format, which is `oldest`, `newest` or one between.
    static int check(BytesReader in, int oldest, int newest) {
        int found = in.octet();
        if (found < oldest || found > newest) {
            throw new BytesReader.Malformed(
                    "format " + found + ", not " + oldest + " to " + newest);
        }
        return found;
    }

    static void checkEnd(BytesReader in) {
        if (!in.atEnd()) {
            throw new BytesReader.Malformed(in.remaining() + " octets too many");
        }
    }

    static <T> T at(List<T> list, int index) {
        if (index >= list.size()) {
            throw new BytesReader.Malformed("number " + index + " of " + list.size());
        }
        return list.get(index);
    }

    /// Decodes a row; a damaged one becomes a [StoreFailure] that names partition and row.
    static <T> T reading(Partition partition, Bytes key, Supplier<T> decoder) {
        try {
            return decoder.get();
        } catch (BytesReader.Malformed | IllegalArgumentException | ArithmeticException damage) {
            throw new StoreFailure(
                    "the row " + key + " of " + partition + " is damaged: " + damage.getMessage());
        }
    }
}
