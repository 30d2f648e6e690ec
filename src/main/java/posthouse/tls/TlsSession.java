package posthouse.tls;

import java.util.Optional;
import posthouse.bytes.Bytes;

/// What is known of a TLS session.
///
/// @param version as `TLSv1.3`
/// @param cipher the suite's IANA name
/// @param serverName the name that the client asked for (SNI), if it did
/// @param tlsServerEndPoint channel binding: hash of our certificate (RFC 5929 §4), if the
///   certificate's kind allows it
/// @param tlsExporter channel binding (RFC 9266), if the engine can export keying material
public record TlsSession(
        String version,
        String cipher,
        Optional<String> serverName,
        Optional<Bytes> tlsServerEndPoint,
        Optional<Bytes> tlsExporter) {}
