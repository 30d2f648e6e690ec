/// Accepted mail and where it goes: into mailboxes, and nowhere else yet.
///
/// Start with [Delivery]. It is given a message, its [Envelope] and its recipients, puts the trace
/// fields in front (RFC 5321 §4.4) and says for each recipient what became of it: an [Outcome].
/// Knows no protocol. Sieve and forwarding will be asked here, between recipient and mailbox.
@NullMarked
package posthouse.delivery;

import org.jspecify.annotations.NullMarked;
