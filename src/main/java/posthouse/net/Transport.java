package posthouse.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Octets in both directions: a socket, TLS over one, or a test's script. Blocking; one reader and
/// one writer at a time.
public interface Transport extends AutoCloseable {
    /// Waits for at least one octet and puts what is there into `target`.
    ///
    /// @return the number of octets, or -1 at the end of the stream
    int read(ByteBuffer target) throws IOException;

    /// Whether octets have come that nobody has read. A transport that cannot tell says no.
    default boolean hasInput() throws IOException {
        return false;
    }

    /// Writes all of `source`.
    void write(ByteBuffer source) throws IOException;

    /// Ends reading, from any thread: a read under way and all later ones find the end of the
    /// stream, after what has come already at most. Writing goes on.
    default void endInput() {
        close();
    }

    /// Tells the peer, as far as there is a way, that nothing more will be written. Not while
    /// another thread writes.
    default void endOutput() throws IOException {}

    /// Ends both directions at once, from any thread; a read or write under way ends with an
    /// IOException.
    @Override
    void close();
}
