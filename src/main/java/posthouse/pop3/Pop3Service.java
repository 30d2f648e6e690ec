package posthouse.pop3;

import java.io.IOException;
import java.time.Duration;
import posthouse.auth.Authenticator;
import posthouse.auth.Sessions;
import posthouse.mailbox.Accounts;
import posthouse.net.Connection;
import posthouse.net.Service;

/// What a listener for POP3 is given, on 110 (STLS) and 995 (TLS) alike.
///
/// @param timeout how long a client that is logged in may stay silent; at least ten minutes (RFC
///   1939 §3)
public record Pop3Service(
        Authenticator authenticator, Sessions sessions, Accounts accounts, Duration timeout)
        implements Service {
    @Override
    public void serve(Connection connection) throws IOException {
        new Pop3Session(connection, this).run();
    }
}
