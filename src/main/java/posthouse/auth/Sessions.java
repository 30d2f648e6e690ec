package posthouse.auth;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.time.Clock;

/// The sessions that are logged in, in every protocol: who is there, and the way to end them at
/// once. Any thread.
public final class Sessions {
    /// Endings that are remembered for logins still on their way.
    static final int ENDINGS_MAX = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final Clock clock;
    private final int perAccount;
    private volatile Watcher watcher = new Watcher() {};

    /// All are guarded by `this`; nothing is called from within.
    private final IdentityHashMap<Session, String> open = new IdentityHashMap<>();

    private final Map<Long, Integer> counts = new HashMap<>();
    private final Deque<Ending> endings = new ArrayDeque<>();
    private long lastEnding;

    private record Ending(long number, Predicate<Session> which) {}

    /// @param perAccount sessions that one account may have
    public Sessions(Clock clock, int perAccount) {
        this.clock = clock;
        this.perAccount = perAccount;
    }

    /// Hears of sessions that come and go. Must be quick and not throw.
    public interface Watcher {
        /// On the session's own thread, before its first command after login.
        default void entered(Session session) {}

        /// On any thread.
        default void left(Session session) {}
    }

    /// Has `watcher` hear of all that happens from now on. There is one.
    public void watch(Watcher watcher) {
        this.watcher = watcher;
    }

    /// Enters a session after login, until closed. If an ending came between the login's look-up
    /// and this, `end` is run before this returns.
    ///
    /// @param end closes the session's line, from another thread
    /// @throws AuthRefusal.TooManySessions where the account has as many as it may have
    public Session enter(Login login, Peer peer, String connection, Runnable end)
            throws AuthRefusal.TooManySessions {
        var session = new Session(this, login, peer, connection, clock.now(), end);
        List<Ending> missed;
        synchronized (this) {
            if (counts.getOrDefault(login.account(), 0) >= perAccount) {
                throw new AuthRefusal.TooManySessions(perAccount);
            }
            open.put(session, "");
            counts.merge(login.account(), 1, Integer::sum);
            missed = endings.stream().filter(it -> it.number() > login.since()).toList();
        }
        watcher.entered(session);
        if (missed.stream().anyMatch(ending -> ending.which().test(session))) {
            end(session);
        }
        return session;
    }

    public synchronized List<Session> all() {
        return List.copyOf(open.keySet());
    }

    /// Ends those that match, at once, and those of logins that were looked up before this and have
    /// not entered yet.
    ///
    /// @param which looks at nothing but the session; it may be asked again later
    /// @return how many
    public int end(Predicate<Session> which) {
        List<Session> there;
        synchronized (this) {
            endings.addLast(new Ending(++lastEnding, which));
            if (endings.size() > ENDINGS_MAX) {
                endings.removeFirst();
            }
            there = new ArrayList<>(open.keySet());
        }
        there.removeIf(which.negate());
        for (Session session : there) {
            end(session);
        }
        return there.size();
    }

    private static void end(Session session) {
        session.close();
        try {
            session.end().run();
        } catch (RuntimeException failure) {
            LOG.error("a session could not be ended", failure);
        }
    }

    /// The number of the last ending, for a login that starts now.
    synchronized long lastEnding() {
        return lastEnding;
    }

    private synchronized void describe(Session session, String client) {
        open.replace(session, client);
    }

    private synchronized String clientOf(Session session) {
        return open.getOrDefault(session, "");
    }

    private void leave(Session session) {
        synchronized (this) {
            if (open.remove(session) == null) {
                return;
            }
            counts.computeIfPresent(
                    session.login().account(), (_, count) -> count == 1 ? null : count - 1);
        }
        watcher.left(session);
    }

    /// One session.
    ///
    /// @param connection the connection's id
    public record Session(
            Sessions registry,
            Login login,
            Peer peer,
            String connection,
            Instant since,
            Runnable end)
            implements AutoCloseable {
        /// Notes what program the client says that it is.
        public void client(String name) {
            registry.describe(this, name);
        }

        /// What program the client says that it is; empty where it has not said.
        public String client() {
            return registry.clientOf(this);
        }

        /// Leaves the list. May be called again.
        @Override
        public void close() {
            registry.leave(this);
        }
    }
}
