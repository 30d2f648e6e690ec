package posthouse.net;

import java.io.IOException;

/// What is spoken on a listener.
@FunctionalInterface
public interface Service {
    /// Holds one conversation, on the virtual thread that is this connection's. Returns when it is
    /// over; the listener closes.
    ///
    /// @throws IOException when the peer is gone or too slow: not an error
    void serve(Connection connection) throws IOException;
}
