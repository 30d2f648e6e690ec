package posthouse.control;

import java.time.Instant;
import java.util.List;
import posthouse.auth.Sessions;

/// The running server, as operations see it.
///
/// @param services its listeners
public record Live(
        String version,
        Instant since,
        Sessions sessions,
        Traces traces,
        List<ServiceRow> services) {
    /// One listener.
    ///
    /// @param protocol `imap`, `pop3`, `smtp`, `submission` or `lmtp`
    /// @param security `tls`, `starttls` or `none`
    public record ServiceRow(String protocol, String security, String host, int port) {}
}
