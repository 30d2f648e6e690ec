package posthouse.bytes;

import java.nio.charset.StandardCharsets;

/// Reads what [BytesBuilder] wrote, from front to back.
///
/// Every method throws [Malformed] where the octets end too early or are none of the kind asked
/// for.
public final class BytesReader {
    /// The octets are not what the reader was told to expect.
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Malformed(String message) {
            super(message);
        }
    }

    private final Bytes bytes;
    private int at;

    public BytesReader(Bytes bytes) {
        this.bytes = bytes;
    }

    public int position() {
        return at;
    }

    public int remaining() {
        return bytes.length() - at;
    }

    public boolean atEnd() {
        return at == bytes.length();
    }

    /// The next octet, 0 to 255.
    public int octet() {
        need(1);
        return bytes.at(at++) & 0xff;
    }

    public Bytes take(int count) {
        need(count);
        at += count;
        return bytes.slice(at - count, at);
    }

    public long varint() {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            number |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return number;
            }
        }
        throw new Malformed("a number longer than 64 bits at " + at);
    }

    /// A varint that must fit an `int` ≥ 0.
    public int smallVarint() {
        long number = varint();
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new Malformed("a number too large at " + at + ": " + number);
        }
        return (int) number;
    }

    public long signedVarint() {
        long number = varint();
        return number >>> 1 ^ -(number & 1);
    }

    public long fixed64() {
        long number = 0;
        for (int i = 0; i < 8; i++) {
            number = number << 8 | octet();
        }
        return number;
    }

    public int fixed32() {
        int number = 0;
        for (int i = 0; i < 4; i++) {
            number = number << 8 | octet();
        }
        return number;
    }

    public Bytes sized() {
        return take(smallVarint());
    }

    public String text() {
        return new String(sized().toArray(), StandardCharsets.UTF_8);
    }

    private void need(int count) {
        if (count < 0 || count > remaining()) {
            throw new Malformed("needs " + count + " octets at " + at + ", has " + remaining());
        }
    }
}
