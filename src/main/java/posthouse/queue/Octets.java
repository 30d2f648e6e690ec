package posthouse.queue;

import posthouse.bytes.Bytes;

/// A message's octets, on their way into the queue.
///
/// @param header the header section with the empty line behind it, trace field in front
/// @param content the body of the store that holds the rest, which somebody else holds until the
///   queue does; 0 where there is no more
/// @param contentLength its octets
public record Octets(Bytes header, long content, long contentLength) {}
