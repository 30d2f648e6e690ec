package posthouse.auth;

import java.net.InetAddress;
import java.util.Optional;
import posthouse.bytes.Bytes;

/// Who is at the other end, as far as the line tells.
///
/// @param address empty on a unix socket
/// @param confidential under TLS, or where nobody can listen
/// @param tlsServerEndPoint channel binding (RFC 5929 §4)
/// @param tlsExporter channel binding (RFC 9266)
/// @param protocol as in logs: `imap`, `pop3`, `submission`
public record Peer(
        Optional<InetAddress> address,
        boolean confidential,
        Optional<Bytes> tlsServerEndPoint,
        Optional<Bytes> tlsExporter,
        String protocol) {}
