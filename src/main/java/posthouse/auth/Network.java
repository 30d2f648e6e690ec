package posthouse.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import posthouse.address.HostAddress;
import posthouse.bytes.Bytes;

/// Where logins come from, for counting: somebody's line, or the wider network that it is in.
///
/// One IPv4 address, or an IPv6 /64, is one customer of a provider as a rule, and may be a thousand
/// people behind one door. A /24 or /48 is what one attacker rents.
///
/// @param prefix the first octets of the address, 3 to 8 of them
/// @param isWide whether it is the wider one
record Network(Bytes prefix, boolean isWide) {
    /// The narrow one and the wide one; none for this machine itself, which is never locked out.
    static List<Network> of(Optional<InetAddress> peer) {
        if (peer.isEmpty() || peer.get().isLoopbackAddress()) {
            return List.of();
        }
        byte[] octets = peer.get().getAddress();
        boolean is4 = octets.length == 4;
        return List.of(network(octets, is4 ? 4 : 8, false), network(octets, is4 ? 3 : 6, true));
    }

    /// As operators write it: `192.0.2.1`, `2001:db8:1:2::/64`.
    @Override
    public String toString() {
        int size = prefix.length() <= 4 ? 4 : 16;
        try {
            byte[] octets = Arrays.copyOf(prefix.toArray(), size);
            String text = HostAddress.text(InetAddress.getByAddress(octets));
            return prefix.length() == size ? text : text + "/" + prefix.length() * 8;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Network network(byte[] address, int octets, boolean isWide) {
        return new Network(Bytes.wrap(Arrays.copyOf(address, octets)), isWide);
    }
}
