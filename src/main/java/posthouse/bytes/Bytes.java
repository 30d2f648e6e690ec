package posthouse.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// An immutable run of octets. Equal when the octets are; ordered as unsigned octets.
///
/// A slice shares the memory of what it was cut from: [#copy()] before keeping a small slice of
/// something large.
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int from;
    private final int length;

    private Bytes(byte[] array, int from, int length) {
        this.array = array;
        this.from = from;
        this.length = length;
    }

    /// The octets of `array`, which must not change from now on: it is not copied.
    public static Bytes wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
    }

    /// A part of `array`, which must not change from now on: it is not copied.
    public static Bytes wrap(byte[] array, int from, int length) {
        java.util.Objects.checkFromIndexSize(from, length, array.length);
        return length == 0 ? EMPTY : new Bytes(array, from, length);
    }

    public static Bytes copyOf(byte[] array, int from, int length) {
        return wrap(Arrays.copyOfRange(array, from, from + length));
    }

    /// The octets of `text`, one a character.
    ///
    /// @throws IllegalArgumentException if a character is above U+00FF
    public static Bytes latin1(String text) {
        byte[] array = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                throw new IllegalArgumentException("not one octet a character: " + text);
            }
        }
        return wrap(array);
    }

    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /// The octet at `index`, signed as Java has it.
    public byte at(int index) {
        java.util.Objects.checkIndex(index, length);
        return array[from + index];
    }

    /// The octets from `start` (inclusive) to `end` (exclusive), without copying.
    public Bytes slice(int start, int end) {
        java.util.Objects.checkFromToIndex(start, end, length);
        return start == end ? EMPTY : new Bytes(array, from + start, end - start);
    }

    public Bytes slice(int start) {
        return slice(start, length);
    }

    /// The same octets in memory of their own.
    public Bytes copy() {
        return wrap(toArray());
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(array, from, from + length);
    }

    public void copyTo(int start, byte[] target, int at, int count) {
        java.util.Objects.checkFromIndexSize(start, count, length);
        System.arraycopy(array, from + start, target, at, count);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(array, from, length);
    }

    /// The octets for reading; the buffer is read-only and shares the memory.
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, from, length).slice().asReadOnlyBuffer();
    }

    /// The first index at or after `start` that holds `octet`, or -1.
    public int indexOf(int octet, int start) {
        for (int i = Math.max(start, 0); i < length; i++) {
            if (array[from + i] == (byte) octet) {
                return i;
            }
        }
        return -1;
    }

    public boolean startsWith(Bytes prefix) {
        return length >= prefix.length && slice(0, prefix.length).equals(prefix);
    }

    public boolean endsWith(Bytes suffix) {
        return length >= suffix.length && slice(length - suffix.length).equals(suffix);
    }

    public Bytes plus(Bytes other) {
        byte[] joined = Arrays.copyOf(toArray(), length + other.length);
        other.copyTo(0, joined, length, other.length);
        return wrap(joined);
    }

    /// Each octet as the character of the same number. Never fails; the way protocol lines become
    /// text.
    public String latin1() {
        return new String(array, from, length, StandardCharsets.ISO_8859_1);
    }

    /// As UTF-8, or nothing where the octets are not UTF-8.
    public Optional<String> strictUtf8() {
        try {
            var decoder =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT);
            return Optional.of(decoder.decode(buffer()).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty(); // that is the answer
        }
    }

    /// As UTF-8, with U+FFFD for what is none.
    public String utf8() {
        return new String(array, from, length, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array, from, from + length, other.array, other.from, other.from + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(
                        array, from, from + length, that.array, that.from, that.from + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /// For logs and failed tests: printable ASCII as it is, the rest as `\xNN`.
    @Override
    public String toString() {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int octet = array[from + i] & 0xff;
            if (octet >= 0x20 && octet < 0x7f && octet != '\\') {
                text.append((char) octet);
            } else {
                text.append("\\x")
                        .append(Character.forDigit(octet >> 4, 16))
                        .append(Character.forDigit(octet & 15, 16));
            }
        }
        return text.toString();
    }
}
