package posthouse.auth;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;

/// Checks credentials, in every protocol the same way. Any thread.
///
/// A failure takes its time (delays by address and account), and whether an account exists never
/// shows in it.
public final class Authenticator {
    Authenticator() {}

    /// Whether a plain password may be sent by this peer: over TLS, from loopback, or where
    /// configured.
    public boolean allowsPlain(Peer peer) {
        throw new UnsupportedOperationException();
    }

    /// The SASL mechanisms offered to the peer now, best first: `PLAIN`, `LOGIN` and perhaps SCRAM.
    public List<String> mechanisms(Peer peer) {
        throw new UnsupportedOperationException();
    }

    /// LOGIN, USER and PASS: a name and a password.
    public Login login(Peer peer, String name, String password) throws AuthRefusal {
        throw new UnsupportedOperationException();
    }

    /// A SASL exchange to its end (RFC 4422).
    ///
    /// @param initial the initial response, where the client sent one
    public Login authenticate(
            Peer peer, String mechanism, Optional<Bytes> initial, SaslDialog dialog)
            throws AuthRefusal, IOException {
        throw new UnsupportedOperationException();
    }
}
