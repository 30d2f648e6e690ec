package posthouse.auth;

import java.io.IOException;
import posthouse.bytes.Bytes;

/// How a protocol carries a SASL exchange (RFC 4422): the protocol does base64 and continuation
/// lines.
public interface SaslDialog {
    /// Sends a challenge and waits for the response.
    ///
    /// @throws AuthRefusal.Cancelled if the client sent `*`
    /// @throws AuthRefusal.BadExchange if the response was no base64 or too long
    Bytes ask(Bytes challenge) throws IOException, AuthRefusal;
}
