package posthouse.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.StringJoiner;

/// The addresses of machines as text.
public final class HostAddress {
    private static final int FIELDS = 8;

    /// `Standardized-tag` of IPv6 (RFC 5321 §4.1.3)
    private static final String TAG = "IPv6:";

    private HostAddress() {}

    /// `192.0.2.1`, `2001:db8::1`: the one form that everybody recognizes (RFC 5952 §4). Without
    /// the zone of a link-local one, which says nothing elsewhere.
    public static String text(InetAddress address) {
        return address instanceof Inet6Address six
                ? text(six.getAddress())
                : address.getHostAddress();
    }

    /// `[192.0.2.1]`, `[IPv6:2001:db8::1]`: an address literal (RFC 5321 §4.1.3).
    public static String literal(InetAddress address) {
        return "[" + (address instanceof Inet6Address ? TAG : "") + text(address) + "]";
    }

    /// Reads an address literal (RFC 5321 §4.1.3).
    ///
    /// @return empty if it is none, or one of another kind
    public static Optional<InetAddress> ofLiteral(String literal) {
        if (!literal.startsWith("[") || !literal.endsWith("]")) {
            return Optional.empty();
        }
        String text = literal.substring(1, literal.length() - 1);
        boolean six = text.regionMatches(true, 0, TAG, 0, TAG.length());
        String address = six ? text.substring(TAG.length()) : text;
        boolean rightForm = six ? isIpv6(address) : address.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        try {
            return rightForm ? Optional.of(InetAddress.ofLiteral(address)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Leaves the numbers to be checked.
    private static boolean isIpv6(String text) {
        return text.contains(":") && text.matches("[0-9A-Fa-f:.]+");
    }

    /// The longest run of zeros, the first of several, is left out (RFC 5952 §4.2); a single zero
    /// is none.
    private static String text(byte[] octets) {
        int start = 0;
        int length = 1;
        for (int i = 0; i < FIELDS; i++) {
            int zeros = zeros(octets, i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        return length == 1
                ? fields(octets, 0, FIELDS)
                : fields(octets, 0, start) + "::" + fields(octets, start + length, FIELDS);
    }

    /// How many fields are 0 from there on.
    private static int zeros(byte[] octets, int from) {
        int end = from;
        while (end < FIELDS && field(octets, end) == 0) {
            end++;
        }
        return end - from;
    }

    private static String fields(byte[] octets, int from, int to) {
        var joined = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            joined.add(Integer.toHexString(field(octets, i)));
        }
        return joined.toString();
    }

    private static int field(byte[] octets, int i) {
        return Byte.toUnsignedInt(octets[2 * i]) << Byte.SIZE
                | Byte.toUnsignedInt(octets[2 * i + 1]);
    }
}
