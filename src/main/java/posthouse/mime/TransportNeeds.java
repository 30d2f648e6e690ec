package posthouse.mime;

import java.io.IOException;
import java.io.InputStream;

/// What octets ask of whoever carries them (RFC 2045 §2.7 to §2.9).
///
/// @param octets how many there are
/// @param eightBit whether one is above 0x7f, or is NUL, which 8bit data may not hold either
/// @param longLines whether a line has more than [#LINE_OCTETS_MAX] octets
public record TransportNeeds(long octets, boolean eightBit, boolean longLines) {
    /// Octets of a line without its CRLF (RFC 5321 §4.5.3.1.6, RFC 2045 §2.7).
    public static final int LINE_OCTETS_MAX = 998;

    private static final int CHUNK = 8 * 1024;

    /// Reads to the end, or to the first octet above a number of them.
    ///
    /// @param most octets that are of interest
    public static TransportNeeds of(InputStream content, long most) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long octets = 0;
        long line = 0;
        boolean eightBit = false;
        boolean longLines = false;
        while (octets <= most) {
            int count = content.read(chunk, 0, CHUNK);
            if (count < 0) {
                break;
            }
            for (int i = 0; i < count; i++) {
                byte octet = chunk[i];
                eightBit |= octet <= 0;
                line = octet == '\n' ? 0 : line + 1;
                // One more may be the CR at its end.
                longLines |=
                        line > LINE_OCTETS_MAX && !(line == LINE_OCTETS_MAX + 1 && octet == '\r');
            }
            octets += count;
        }
        return new TransportNeeds(octets, eightBit, longLines);
    }

    public static TransportNeeds of(InputStream content) throws IOException {
        return of(content, Long.MAX_VALUE - 1);
    }

    /// Whether anybody can carry it.
    public boolean isSevenBit() {
        return !eightBit && !longLines;
    }
}
