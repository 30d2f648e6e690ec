package posthouse.imap;

import java.util.Optional;
import posthouse.bytes.Bytes;

/// What the braces of a literal say (RFC 3501 §4.3, RFC 7888 §4).
///
/// @param octets that follow the line, 0 to 2^32 - 1
/// @param unasked the client sends them without waiting for a go-ahead: `{7+}`
record LiteralSize(long octets, boolean unasked) {
    /// Octets that a client may send unasked under LITERAL- (RFC 7888 §5).
    static final int SMALL_OCTETS_MAX = 4096;

    private static final int DIGITS_MAX = 10;

    boolean isLargeAndUnasked() {
        return unasked && octets > SMALL_OCTETS_MAX;
    }

    /// The literal that a line announces at its end, if it does.
    ///
    /// @param line without its line end
    static Optional<LiteralSize> at(Bytes line) {
        int end = line.length() - 1;
        if (end < 2 || line.at(end) != '}') {
            return Optional.empty();
        }
        boolean unasked = line.at(end - 1) == '+';
        int digitsEnd = unasked ? end - 1 : end;
        int start = digitsEnd;
        long octets = 0;
        for (long unit = 1; start > 0 && isDigit(line.at(start - 1)); start--, unit *= 10) {
            if (digitsEnd - start == DIGITS_MAX) {
                return Optional.empty();
            }
            octets += unit * (line.at(start - 1) - '0');
        }
        boolean isLiteral = start < digitsEnd && start > 0 && line.at(start - 1) == '{';
        return isLiteral && octets < 1L << 32
                ? Optional.of(new LiteralSize(octets, unasked))
                : Optional.empty();
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
