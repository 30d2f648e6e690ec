package posthouse.imap;

import java.time.Duration;

/// What IMAP clients get.
///
/// @param messageOctetsMax largest message that APPEND takes
/// @param loginTimeout how long a client may stay silent before it has logged in
/// @param idleTimeout how long it may afterwards; RFC 3501 §5.4 asks for 30 minutes at least
/// @param heartbeat how often a client in IDLE is told that the server is still there: Outlook and
///   many routers drop lines on which nothing happens
/// @param clients what is otherwise for some clients and accounts
public record ImapConfig(
        long messageOctetsMax,
        Duration loginTimeout,
        Duration idleTimeout,
        Duration heartbeat,
        ClientRules clients) {
    /// How often those hear a heartbeat who are to be left in peace: phones, which it wakes. The
    /// lines that it keeps open are kept by the client, which renews IDLE within 29 minutes (RFC
    /// 2177).
    static final Duration RARE_HEARTBEAT = Duration.ofMinutes(28);
}
