package posthouse.control;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import posthouse.auth.AuthRefusal;
import posthouse.auth.Credentials;
import posthouse.auth.Hasher;
import posthouse.auth.Login;
import posthouse.auth.Peer;
import posthouse.auth.Sessions;
import posthouse.config.Settings;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailLimits;
import posthouse.net.ConnectionLimits;
import posthouse.net.Connections;
import posthouse.store.MemoryStore;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// What operations work with, over a store in memory, as if a server ran.
final class Premises implements AutoCloseable {
    private final Clock clock = Clock.system();
    private final Hasher hasher = new Hasher(1, new SecureRandom());
    private final Sessions sessions = new Sessions(clock, 50);
    private final Office office;

    Premises(Path data) {
        var store = new MemoryStore();
        Settings settings = Settings.reader().defaults();
        var connections = new Connections(clock, new Never(), ConnectionLimits.STANDARD);
        office =
                new Office(
                        data,
                        settings.mailbox(),
                        new SecureRandom(),
                        new Accounts(store, clock, MailLimits.DEFAULT),
                        new Directory(store),
                        new Credentials(store, clock, hasher, settings.auth()),
                        Optional.of(
                                new Live(
                                        "1",
                                        Instant.EPOCH,
                                        sessions,
                                        new Traces(data.resolve("traces"), clock, connections),
                                        List.of())));
    }

    Office office() {
        return office;
    }

    Sessions.Session enter(long account, String name, String connection, Runnable end)
            throws AuthRefusal {
        var peer = new Peer(Optional.empty(), true, Optional.empty(), Optional.empty(), "imap");
        return sessions.enter(
                new Login(account, name, name, Long.MAX_VALUE), peer, connection, end);
    }

    @Override
    public void close() {
        hasher.close();
    }

    private static final class Never implements Timers {
        @Override
        public Timer after(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
