package posthouse.mailbox;

import java.util.List;

/// One session's view of one mailbox: which message has which sequence number (RFC 9051 §2.3.1.2).
///
/// The numbering changes in [#sync] and nowhere else, so a session decides when its client learns
/// of changes. Between syncs a message that others have expunged keeps its number and can still be
/// read; its flags are as last known. Used by one session's threads, one at a time.
public final class View implements AutoCloseable {
    View() {}

    /// The mailbox as of the last sync.
    public MailboxState mailbox() {
        throw new UnsupportedOperationException();
    }

    /// Whether the mailbox was deleted.
    public boolean gone() {
        throw new UnsupportedOperationException();
    }

    /// How many messages have a number: 1 to size.
    public int size() {
        throw new UnsupportedOperationException();
    }

    /// The UID of a number from 1 to [#size].
    public long uid(int number) {
        throw new UnsupportedOperationException();
    }

    /// The number of a UID, or 0 where it has none.
    public int number(long uid) {
        throw new UnsupportedOperationException();
    }

    /// The first number whose UID is at least `uid`; [#size] + 1 where there is none.
    public int firstNumberAtOrAfter(long uid) {
        throw new UnsupportedOperationException();
    }

    /// The placement with that number, in its newest state that is known.
    public Placement placement(int number) {
        throw new UnsupportedOperationException();
    }

    /// Gives the placements from number `first` to `last` to the sink, in order: the fast way to
    /// many.
    public void forEach(int first, int last, Sink sink) throws java.io.IOException {
        throw new UnsupportedOperationException();
    }

    /// Whether the message of that UID is \Recent in this session.
    public boolean recent(long uid) {
        throw new UnsupportedOperationException();
    }

    /// Takes in what has happened since the last sync. With `expunges` false, messages that went
    /// keep their numbers until a later sync.
    ///
    /// The changes are in the order in which a client must be told: each Vanished number is valid
    /// after those before it; then Arrived; then Changed.
    public List<ViewChange> sync(boolean expunges) {
        throw new UnsupportedOperationException();
    }

    /// Takes what this session itself has just changed as known, so that the next sync does not
    /// report it: for STORE.SILENT.
    public void known(UidSet changed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /// Takes placements with their numbers.
    @FunctionalInterface
    public interface Sink {
        void accept(int number, Placement placement) throws java.io.IOException;
    }
}
