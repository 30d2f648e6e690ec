package posthouse.mailbox;

import posthouse.address.Address;

/// An address that is ours, and the account that gets its mail.
///
/// @param address as asked for
public record Recipient(Address address, long account) {}
