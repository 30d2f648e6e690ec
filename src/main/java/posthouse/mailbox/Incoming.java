package posthouse.mailbox;

import java.time.Instant;
import posthouse.bytes.Bytes;

/// A message on its way in: its header section in memory, its content already in the store but held
/// by nobody yet. It may be put into any number of mailboxes of any accounts; after [#close] what
/// no account took is gone.
public final class Incoming implements AutoCloseable {
    Incoming() {}

    /// The header section with the empty line behind it (where there is one), as received.
    public Bytes header() {
        throw new UnsupportedOperationException();
    }

    /// Octets of the whole message as received.
    public long size() {
        throw new UnsupportedOperationException();
    }

    /// Gives the message another header section, for submission, which adds fields and removes Bcc.
    public void replaceHeader(Bytes header) {
        throw new UnsupportedOperationException();
    }

    /// SHA-256 of all octets as received.
    public Bytes hash() {
        throw new UnsupportedOperationException();
    }

    public Instant receivedAt() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
