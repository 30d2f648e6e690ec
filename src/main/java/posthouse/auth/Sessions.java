package posthouse.auth;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// The sessions that are logged in, in every protocol: who is there, and the way to end them at
/// once. Any thread.
public final class Sessions {
    Sessions() {}

    /// Enters a session after login, until closed.
    ///
    /// @param end closes the session's line, from another thread
    /// @throws AuthRefusal.TooManySessions where the account has as many as it may have
    public Session enter(Login login, Peer peer, String connection, Runnable end)
            throws AuthRefusal.TooManySessions {
        throw new UnsupportedOperationException();
    }

    public List<Session> all() {
        throw new UnsupportedOperationException();
    }

    /// Ends those that match, at once.
    ///
    /// @return how many
    public int end(Predicate<Session> which) {
        throw new UnsupportedOperationException();
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
        /// Leaves the list.
        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
