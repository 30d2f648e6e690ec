/// Accepted mail and where it goes: into mailboxes, or by the queue to other servers.
///
/// Start with [Delivery]. It is given a message, its [Envelope] and its recipients, puts the trace
/// fields in front (RFC 5321 §4.4) and says for each recipient what became of it: an [Outcome].
/// Knows no protocol. What goes through the queue is routed by [Routing] and put into mailboxes by
/// [MailboxCarrier]; what stands for several, or is forwarded, becomes messages of their own by
/// [Expansion] and goes on with the reverse-paths that [Srs] makes. Sieve will be asked here,
/// between recipient and mailbox.
@NullMarked
package posthouse.delivery;

import org.jspecify.annotations.NullMarked;
