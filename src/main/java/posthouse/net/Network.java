package posthouse.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import posthouse.address.HostAddress;
import posthouse.bytes.Bytes;

/// A range of addresses: those that begin with the same bits (RFC 4632 §3.1, RFC 4291 §2.3).
///
/// @param first the bits behind the prefix are 0
/// @param prefix how many bits count
public record Network(InetAddress first, int prefix) {
    public Network {
        int bits = first.getAddress().length * Byte.SIZE;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits for " + first);
        }
        first = masked(first, prefix);
    }

    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or an address alone.
    ///
    /// @throws IllegalArgumentException if it is none of them
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * Byte.SIZE;
        return new Network(address, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
    }

    /// Whether an address is of this machine itself, or in one of the networks that it trusts.
    public static boolean trusts(List<Network> trusted, InetAddress address) {
        return address.isLoopbackAddress()
                || trusted.stream().anyMatch(network -> network.contains(address));
    }

    public boolean contains(InetAddress address) {
        return address.getAddress().length == first.getAddress().length
                && Bytes.wrap(masked(address, prefix).getAddress())
                        .equals(Bytes.wrap(first.getAddress()));
    }

    @Override
    public String toString() {
        return HostAddress.text(first) + "/" + prefix;
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        byte[] octets = address.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int kept = Math.clamp(prefix - (long) i * Byte.SIZE, 0, Byte.SIZE);
            octets[i] = (byte) (octets[i] & 0xff00 >> kept);
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // its length is that of an address
        }
    }
}
