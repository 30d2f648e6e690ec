package posthouse.bytes;

/// Numbers as text that sorts as the numbers do: lower-case base32hex (RFC 4648 §7), 13 characters
/// for 63 bits.
public final class Base32Hex {
    /// Characters that a 64-bit number takes.
    public static final int LONG_LENGTH = 13;

    /// Characters that a 32-bit number takes.
    public static final int INT_LENGTH = 7;

    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuv";

    private Base32Hex() {}

    /// `number`, taken as unsigned, in `length` characters: zeros in front.
    public static String fixed(long number, int length) {
        var text = new char[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (rest & 31));
            rest >>>= 5;
        }
        return new String(text);
    }

    public static String ofLong(long number) {
        return fixed(number, LONG_LENGTH);
    }

    public static String ofInt(int number) {
        return fixed(Integer.toUnsignedLong(number), INT_LENGTH);
    }

    /// The number that `text` stands for.
    ///
    /// @throws IllegalArgumentException if it is empty, longer than 13 characters, or has another
    ///   character
    public static long parse(String text) {
        if (text.isEmpty() || text.length() > LONG_LENGTH) {
            throw new IllegalArgumentException("not a base32hex number: " + text);
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("not a base32hex number: " + text);
            }
            number = number << 5 | digit;
        }
        return number;
    }
}
