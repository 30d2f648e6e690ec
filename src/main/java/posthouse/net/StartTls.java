package posthouse.net;

import java.io.IOException;
import posthouse.tls.TlsSession;

/// Turns a plain transport into a protected one.
@FunctionalInterface
public interface StartTls {
    /// Does the handshake, blocking.
    ///
    /// @throws IOException if it fails; `plain` is then of no further use
    Secured secure(Transport plain) throws IOException;

    /// A transport through TLS, and what is known of it.
    record Secured(Transport transport, TlsSession session) {}
}
