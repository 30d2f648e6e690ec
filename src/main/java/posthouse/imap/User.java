package posthouse.imap;

import posthouse.auth.Sessions;
import posthouse.mailbox.Account;

/// Who has logged in.
///
/// @param session their place in the list of sessions
record User(Sessions.Session session, Account account) implements AutoCloseable {
    @Override
    public void close() {
        session.close();
    }
}
