package posthouse.smtp.server;

import posthouse.auth.Authenticator;
import posthouse.auth.Sessions;
import posthouse.config.Settings;
import posthouse.delivery.Delivery;
import posthouse.delivery.Srs;
import posthouse.journal.Notes;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Directory;
import posthouse.net.Service;
import posthouse.queue.Outbox;
import posthouse.time.Clock;

/// What listeners for mail coming in are given; one object for all of them, since an account's day
/// is the same on every port.
public final class SmtpServices {
    private final String hostname;
    private final Settings.Smtp settings;
    private final Authenticator authenticator;
    private final Sessions sessions;
    private final Accounts accounts;
    private final Directory directory;
    private final Delivery delivery;
    private final Outbox outbox;
    private final Srs srs;
    private final Clock clock;
    private final Door door;
    private final Notes journal;
    private final SendingCap cap;

    /// @param hostname this server's name in greetings and Received fields
    /// @param outbox takes what goes to other servers
    /// @param srs knows bounces of what was sent on
    public SmtpServices(
            String hostname,
            Settings.Smtp settings,
            Authenticator authenticator,
            Sessions sessions,
            Accounts accounts,
            Directory directory,
            Delivery delivery,
            Outbox outbox,
            Srs srs,
            Clock clock,
            Door door,
            Notes journal) {
        this.hostname = hostname;
        this.settings = settings;
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.accounts = accounts;
        this.directory = directory;
        this.delivery = delivery;
        this.outbox = outbox;
        this.srs = srs;
        this.clock = clock;
        this.door = door;
        this.journal = journal;
        cap = new SendingCap(accounts, clock, settings.recipientsPerDayMax());
    }

    /// Mail from other servers: port 25.
    public Service receive() {
        return connection -> new SmtpSession(connection, Role.RECEIVE, this).run();
    }

    /// Mail from users: ports 587 (STARTTLS) and 465 (TLS) alike.
    public Service submission() {
        return connection -> new SmtpSession(connection, Role.SUBMISSION, this).run();
    }

    /// LMTP. Whoever reaches it may deliver.
    public Service lmtp() {
        return connection -> new SmtpSession(connection, Role.LMTP, this).run();
    }

    /// Mail from programs on this machine. Whoever reaches it may send anything.
    public Service local() {
        return connection -> new SmtpSession(connection, Role.LOCAL, this).run();
    }

    String hostname() {
        return hostname;
    }

    Settings.Smtp settings() {
        return settings;
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

    Directory directory() {
        return directory;
    }

    Delivery delivery() {
        return delivery;
    }

    Outbox outbox() {
        return outbox;
    }

    Srs srs() {
        return srs;
    }

    Clock clock() {
        return clock;
    }

    Door door() {
        return door;
    }

    Notes journal() {
        return journal;
    }

    SendingCap cap() {
        return cap;
    }
}
