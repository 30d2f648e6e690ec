package posthouse.imap;

import java.io.IOException;
import posthouse.auth.Authenticator;
import posthouse.auth.Sessions;
import posthouse.mailbox.Accounts;
import posthouse.net.Connection;
import posthouse.net.Service;
import posthouse.time.Timers;

/// IMAP on a listener, with all that its sessions need.
public record ImapService(
        Accounts accounts,
        Authenticator authenticator,
        Sessions sessions,
        Timers timers,
        ImapConfig config)
        implements Service {
    @Override
    public void serve(Connection connection) throws IOException {
        new ImapSession(connection, this).run();
    }
}
