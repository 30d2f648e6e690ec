package posthouse.mailbox;

import java.time.Instant;
import java.util.Optional;

/// A message that a client puts into a mailbox (RFC 9051 §6.3.12).
///
/// @param flags those that it is to have
/// @param internalDate else: when the message was received
public record Addition(Incoming message, FlagChange flags, Optional<Instant> internalDate) {}
