package posthouse.store;

import posthouse.bytes.Bytes;

/// A key and its value.
///
/// @param key 1 to 200 octets, none of them NUL
/// @param value at most [Store#ROW_BYTES_MAX] octets; the first one is the row's format
public record Row(Bytes key, Bytes value) {}
