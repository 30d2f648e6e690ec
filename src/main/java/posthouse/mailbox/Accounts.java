package posthouse.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import posthouse.address.Address;

/// All accounts of the installation.
public final class Accounts {
    Accounts() {}

    /// @throws MailRefusal.NoSuchAccount also where it is disabled or deleted
    public Account open(long id) throws MailRefusal.NoSuchAccount {
        throw new UnsupportedOperationException();
    }

    /// Also a disabled one, for the operator.
    public Account openAny(long id) throws MailRefusal.NoSuchAccount {
        throw new UnsupportedOperationException();
    }

    /// Makes an account with its mailboxes (INBOX and one for each [Role]). The number was handed
    /// out by [#newId]; doing it twice does no harm.
    public Account create(long id, Address address) {
        throw new UnsupportedOperationException();
    }

    public long newId() {
        throw new UnsupportedOperationException();
    }

    /// Puts the account into grace: nobody can open it, and it is purged when its time is over.
    public void remove(long id) throws MailRefusal.NoSuchAccount {
        throw new UnsupportedOperationException();
    }

    public Stream<Account> all() {
        throw new UnsupportedOperationException();
    }

    /// Reads a message to the end of the stream into an [Incoming]. The octets are stored as they
    /// come; the caller has made the line ends right.
    ///
    /// @throws MailRefusal.TooLarge if it passes `octetsMax` or its header section 1 MiB; the
    ///   stream is then not read further
    /// @throws IOException only what the stream throws
    public Incoming receive(InputStream message, long octetsMax)
            throws IOException, MailRefusal.TooLarge {
        throw new UnsupportedOperationException();
    }

    /// Purges what has been in grace long enough, of every account and of removed accounts; forgets
    /// old deliveries and trims logs.
    ///
    /// @return how many messages went
    public long purge() {
        throw new UnsupportedOperationException();
    }
}
