package posthouse.imap;

import java.time.Duration;

/// What IMAP clients get.
///
/// @param messageOctetsMax largest message that APPEND takes
/// @param loginTimeout how long a client may stay silent before it has logged in
/// @param idleTimeout how long it may afterwards; RFC 3501 §5.4 asks for 30 minutes at least
/// @param heartbeat how often a client in IDLE is told that the server is still there: Outlook and
///   many routers drop lines on which nothing happens
public record ImapConfig(
        long messageOctetsMax, Duration loginTimeout, Duration idleTimeout, Duration heartbeat) {}
