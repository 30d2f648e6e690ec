package posthouse.queue;

/// Where a message lies in the store.
///
/// @param header the body that holds the header section; 0 where a row of the message does
/// @param content the body that holds the rest; 0 where there is no more
record Held(long header, long headerLength, long content, long contentLength) {
    /// Octets of the whole message.
    long length() {
        return headerLength + contentLength;
    }
}
