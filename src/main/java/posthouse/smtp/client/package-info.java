/// Mail to other servers: one outgoing conversation after the other.
///
/// Start with [RemoteCarrier], which the queue gives a message and its recipients. [Destinations]
/// says which servers take mail for a next hop, [Dialer] connects to the first that answers,
/// [Conversation] is what is said from the greeting on, [Handover] one message in it, and [Pool]
/// keeps conversations that may go on. Never listens, and keeps nothing durable.
@NullMarked
package posthouse.smtp.client;

import org.jspecify.annotations.NullMarked;
