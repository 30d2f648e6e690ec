package posthouse.net;

import posthouse.bytes.Bytes;

/// Takes a conversation as it happens, secrets already masked. Must not throw and must not block
/// for long.
public interface Trace {
    /// A line or block that the client sent, with its line end.
    void client(Bytes octets);

    /// What the server sent.
    void server(Bytes octets);
}
