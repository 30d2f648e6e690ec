package posthouse.net;

import java.net.InetAddress;
import java.util.Optional;
import posthouse.tls.TlsSession;

/// Who is at the other end of a connection, when it begins.
///
/// @param id names the connection in logs: short, unique in this run
/// @param address empty on a unix socket
/// @param tls the session, where TLS came before the first octet
public record Peer(String id, Optional<InetAddress> address, Optional<TlsSession> tls) {
    /// Whether it is on this machine: a loopback address or a unix socket.
    public boolean isLocal() {
        return address.map(InetAddress::isLoopbackAddress).orElse(true);
    }
}
