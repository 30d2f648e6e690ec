package posthouse.mailbox;

/// What STORE did.
///
/// @param changed the placements that have the wanted flags now, whether or not they had them
///   before
/// @param modified those left alone because they had changed since (RFC 7162 §3.1.3)
public record Stored(UidSet changed, UidSet modified) {}
