package posthouse.queue;

/// Where a message lies in the store: two bodies, each 0 where it is empty.
record Held(long header, long headerLength, long content, long contentLength) {
    /// Octets of the whole message.
    long length() {
        return headerLength + contentLength;
    }
}
