package posthouse.control;

import java.time.Instant;
import java.util.List;
import posthouse.auth.Sessions;
import posthouse.queue.QueueDesk;

/// The running server, as operations see it.
///
/// @param queue mail that goes out
/// @param services its listeners
public record Live(
        String version,
        Instant since,
        Sessions sessions,
        Traces traces,
        QueueDesk queue,
        List<ServiceRow> services) {
    /// One listener.
    ///
    /// @param protocol `imap`, `pop3`, `smtp`, `submission` or `lmtp`
    /// @param security `tls`, `starttls` or `none`
    public record ServiceRow(String protocol, String security, String host, int port) {}
}
