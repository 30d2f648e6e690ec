package posthouse.mailbox;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import posthouse.address.Address;
import posthouse.bytes.Bytes;

/// One user's mail. One object for each account in a process, shared by all its sessions; any
/// thread.
///
/// Every change returns once it is durable and visible, and throws [MailRefusal] where it may not
/// be done (then nothing was changed) or [posthouse.store.StoreFailure] where it could not. A
/// mailbox is named by its id, which a rename does not change; a method that is given the id of a
/// mailbox that is gone throws [MailRefusal.NoSuchMailbox].
public final class Account {
    Account() {}

    public long id() {
        throw new UnsupportedOperationException();
    }

    /// The account's first address.
    public Address address() {
        throw new UnsupportedOperationException();
    }

    public AccountState state() {
        throw new UnsupportedOperationException();
    }

    // Mailboxes.

    /// Creates the mailbox and the levels above it that are missing (RFC 9051 §6.3.4).
    public MailboxState create(MailboxName name) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// Puts the mailbox into the grace area. One that has others below it goes too and leaves them
    /// where they are: a parent that is missing is created again, empty, with another UIDVALIDITY
    /// (so no name is ever \Noselect; Outlook strands mail in those).
    public void delete(MailboxName name) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// Renames the mailbox and those below it; missing levels above the new name are created.
    /// INBOX: its messages move to a new mailbox (RFC 9051 §6.3.6).
    public void rename(MailboxName from, MailboxName to) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    public void subscribe(MailboxName name, boolean subscribed) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    // Messages in.

    /// Throws [MailRefusal.OverQuota] if a message of that size could not be added now.
    public void checkQuota(long bytes, long messages) throws MailRefusal.OverQuota {
        throw new UnsupportedOperationException();
    }

    /// Delivers into a mailbox, normally INBOX: `trace` (whole header fields with CRLF) goes in
    /// front of the header section.
    ///
    /// @param once where given, names this delivery: if the same was delivered before and not yet
    ///   forgotten, nothing is added and the answer is empty (DESIGN rule 13)
    public Optional<Appended> deliver(
            Incoming message, Bytes trace, int mailbox, Optional<Bytes> once) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// Forgets a name given as `once`.
    public void forgetDelivery(Bytes once) {
        throw new UnsupportedOperationException();
    }

    /// Appends (RFC 9051 §6.3.12).
    public Appended append(
            Incoming message, int mailbox, FlagChange flags, Optional<Instant> internalDate)
            throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    // Messages changed.

    /// Changes flags. UIDs that are not there are passed over. An operation on very many may span
    /// several commits.
    ///
    /// @param unchangedSince leaves alone, and reports, what has a higher mod-sequence
    public Stored store(int mailbox, UidSet uids, FlagChange change, OptionalLong unchangedSince)
            throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// Copies all or nothing. UIDs that are not there are passed over.
    public Copied copy(int mailbox, UidSet uids, int target) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// Moves (RFC 6851). Moving into the mailbox itself gives new UIDs.
    public Copied move(int mailbox, UidSet uids, int target) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// Puts those of `uids` that have \Deleted into the grace area.
    ///
    /// @return the UIDs that went
    public UidSet expunge(int mailbox, UidSet uids) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    // POP3.

    /// Takes the maildrop for a session (RFC 1939 §3) until the claim is closed.
    public MaildropClaim claimMaildrop() throws MailRefusal.MaildropInUse {
        throw new UnsupportedOperationException();
    }

    /// UPDATE (RFC 1939 §6): one commit or nothing. What is gone meanwhile is passed over.
    public void updateMaildrop(UidSet deleted, UidSet retrieved) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// The unique-id of a placement's message (RFC 1939 §7): 1 to 70 characters of 0x21 to 0x7e,
    /// the same for life.
    public String uidl(Placement placement) {
        throw new UnsupportedOperationException();
    }

    // Reading.

    /// A view of a mailbox for one session. Marks what is recent as seen by this session if
    /// `writable` (\Recent: RFC 3501 §2.3.2).
    public View select(int mailbox, boolean writable) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// @throws posthouse.store.StoreFailure if there is no such message or it cannot be read
    public Message message(long id) {
        throw new UnsupportedOperationException();
    }

    /// How many messages no session has been told of as \Recent yet, for STATUS.
    public int recent(int mailbox) {
        throw new UnsupportedOperationException();
    }

    /// Calls `listener` after each change that became visible, on the thread that made it: it must
    /// be quick, not throw, and change nothing.
    public Subscription onChange(Runnable listener) {
        throw new UnsupportedOperationException();
    }

    // Settings, by the operator or the owner.

    public void setPop3Policy(Pop3Policy policy) {
        throw new UnsupportedOperationException();
    }

    /// @param bytes 0: no limit
    /// @param messages 0: no limit
    public void setQuota(long bytes, long messages) {
        throw new UnsupportedOperationException();
    }

    public void setDisabled(boolean disabled) {
        throw new UnsupportedOperationException();
    }

    /// A wish to be told, until closed.
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /// The right to be the one session on the maildrop, until closed.
    public interface MaildropClaim extends AutoCloseable {
        @Override
        void close();
    }
}
