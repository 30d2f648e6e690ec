package posthouse.bytes;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Grows a [Bytes]. Numbers are written so that [BytesReader] reads them back.
public final class BytesBuilder extends OutputStream {
    private byte[] array;
    private int length;

    public BytesBuilder() {
        this(64);
    }

    public BytesBuilder(int capacity) {
        array = new byte[capacity];
    }

    public int length() {
        return length;
    }

    /// Forgets what was written and keeps the memory.
    public BytesBuilder clear() {
        length = 0;
        return this;
    }

    @Override
    public void write(int octet) {
        room(1);
        array[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] source, int from, int count) {
        room(count);
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    public BytesBuilder octet(int octet) {
        write(octet);
        return this;
    }

    public BytesBuilder append(Bytes bytes) {
        room(bytes.length());
        bytes.copyTo(0, array, length, bytes.length());
        length += bytes.length();
        return this;
    }

    /// One octet a character; characters above U+00FF become `?`.
    public BytesBuilder latin1(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        write(octets, 0, octets.length);
        return this;
    }

    public BytesBuilder utf8(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        write(octets, 0, octets.length);
        return this;
    }

    /// A number ≥ 0 in decimal digits.
    public BytesBuilder decimal(long number) {
        if (number < 10) {
            return octet('0' + (int) number);
        }
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        room(digits);
        int at = length + digits;
        for (long rest = number; rest > 0; rest /= 10) {
            array[--at] = (byte) ('0' + rest % 10);
        }
        length += digits;
        return this;
    }

    /// An unsigned number, seven bits an octet, the low ones first (LEB128): 1 to 10 octets.
    public BytesBuilder varint(long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        write((int) rest);
        return this;
    }

    /// A signed number as a varint, small absolute values short (zigzag).
    public BytesBuilder signedVarint(long number) {
        return varint(number << 1 ^ number >> 63);
    }

    /// Eight octets, the high one first.
    public BytesBuilder fixed64(long number) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            write((int) (number >>> shift));
        }
        return this;
    }

    /// Four octets, the high one first.
    public BytesBuilder fixed32(int number) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            write(number >>> shift);
        }
        return this;
    }

    /// A varint of the length, then the octets.
    public BytesBuilder sized(Bytes bytes) {
        return varint(bytes.length()).append(bytes);
    }

    /// A varint of the length in octets, then the text in UTF-8.
    public BytesBuilder text(String text) {
        return sized(Bytes.utf8(text));
    }

    public Bytes build() {
        return Bytes.wrap(Arrays.copyOf(array, length));
    }

    /// The memory itself, valid up to [#length()] and until the next write: for writing it out
    /// without a copy.
    public byte[] array() {
        return array;
    }

    private void room(int count) {
        if (array.length - length < count) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + count));
        }
    }
}
