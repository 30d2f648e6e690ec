package posthouse.smtp.server;

import posthouse.address.Address;
import posthouse.auth.Sessions;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailRefusal;

/// Somebody who has logged in to submit mail (RFC 6409), until closed.
record Submitter(Sessions.Session session, Directory directory, SendingCap cap)
        implements AutoCloseable {
    /// Whether they may send as `address` (RFC 6409 §6.1): whoever gets an address's mail may. So
    /// aliases and sub-addresses are theirs, and what falls to them by a catch-all.
    boolean owns(Address address) {
        return directory.mayUse(address, session.login().account());
    }

    /// Takes one recipient of today's.
    ///
    /// @throws MailRefusal if the submitter's account is gone
    boolean takeRecipient() throws MailRefusal {
        return cap.take(session.login().account());
    }

    void giveBack(int recipients) {
        cap.giveBack(session.login().account(), recipients);
    }

    /// Writes down what was taken.
    void count(int recipients) throws MailRefusal {
        cap.count(session.login().account(), recipients);
    }

    @Override
    public void close() {
        session.close();
    }
}
