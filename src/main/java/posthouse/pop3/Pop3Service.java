package posthouse.pop3;

import java.io.IOException;
import posthouse.auth.Authenticator;
import posthouse.auth.Sessions;
import posthouse.config.Settings;
import posthouse.mailbox.Accounts;
import posthouse.net.Connection;
import posthouse.net.Service;
import posthouse.time.Clock;

/// What a listener for POP3 is given: one for both, with STLS (110) and over TLS (995).
public final class Pop3Service implements Service {
    private final Authenticator authenticator;
    private final Sessions sessions;
    private final Accounts accounts;
    private final Settings.Pop3 settings;
    private final LoginDelays delays;

    public Pop3Service(
            Authenticator authenticator,
            Sessions sessions,
            Accounts accounts,
            Settings.Pop3 settings,
            Clock clock) {
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.accounts = accounts;
        this.settings = settings;
        delays = new LoginDelays(settings.loginDelay(), clock);
    }

    @Override
    public void serve(Connection connection) throws IOException {
        new Pop3Session(connection, this).run();
    }

    Authenticator authenticator() {
        return authenticator;
    }

    Sessions sessions() {
        return sessions;
    }

    Accounts accounts() {
        return accounts;
    }

    Settings.Pop3 settings() {
        return settings;
    }

    LoginDelays delays() {
        return delays;
    }
}
