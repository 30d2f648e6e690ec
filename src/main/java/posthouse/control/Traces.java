package posthouse.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.auth.Sessions;
import posthouse.net.Connection;
import posthouse.net.Connections;
import posthouse.time.Clock;

/// Whose conversations are written down: a file a connection, in `DATA/traces`, from login on.
///
/// Passwords are masked where the trace is made (`posthouse.net.Connection`); mail is not, so the
/// files are for the owner of the data folder only.
public final class Traces {
    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

    private final Path folder;
    private final Clock clock;
    private final Connections connections;

    /// Guards both collections below.
    private final Object lock = new Object();

    private final Set<Long> accounts = new HashSet<>();
    private final Map<String, Traced> files = new HashMap<>();

    private record Traced(long account, Connection connection, TraceFile file) {}

    public Traces(Path folder, Clock clock, Connections connections) {
        this.folder = folder;
        this.clock = clock;
        this.connections = connections;
    }

    /// Traces an account's sessions that come from now on, and those given.
    ///
    /// @return the folder of the files
    /// @throws Refused if the folder cannot be made
    Path start(long account) throws Refused {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException failure) {
            throw new Refused("the folder " + folder + " cannot be made: " + failure);
        }
        synchronized (lock) {
            accounts.add(account);
        }
        return folder;
    }

    void stop(long account) {
        synchronized (lock) {
            accounts.remove(account);
            files.values().removeIf(traced -> traced.account() == account && end(traced));
        }
    }

    /// A session has begun, or its account is traced from now on.
    public void entered(Sessions.Session session) {
        long account = session.login().account();
        synchronized (lock) {
            if (accounts.contains(account) && !files.containsKey(session.connection())) {
                connection(session).ifPresent(connection -> trace(session, connection));
            }
        }
    }

    /// A session is over.
    public void left(Sessions.Session session) {
        synchronized (lock) {
            Optional.ofNullable(files.remove(session.connection())).ifPresent(Traces::end);
        }
    }

    private void trace(Sessions.Session session, Connection connection) {
        try {
            TraceFile file = create(session);
            files.put(connection.id(), new Traced(session.login().account(), connection, file));
            connection.trace(Optional.of(file));
        } catch (IOException failure) {
            LOG.warn("no trace of {}: {}", connection.id(), failure.toString());
        }
    }

    private Optional<Connection> connection(Sessions.Session session) {
        return connections.live().stream()
                .map(Connections.Live::connection)
                .filter(connection -> connection.id().equals(session.connection()))
                .findFirst();
    }

    private TraceFile create(Sessions.Session session) throws IOException {
        String name = safe(session.login().name());
        String protocol = session.peer().protocol();
        Path file =
                folder.resolve(
                        "%s-%s-%s-%s.transcript"
                                .formatted(
                                        name,
                                        session.since().toString().replaceAll("[^0-9TZ]", ""),
                                        protocol,
                                        session.connection()));
        return TraceFile.create(
                file, session.login().name() + ", " + protocol + ", after login, " + clock.now());
    }

    private static boolean end(Traced traced) {
        traced.connection().trace(Optional.empty());
        traced.file().close();
        return true;
    }

    /// What can be part of a file's name.
    private static String safe(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}@._+-]", "_");
    }
}
