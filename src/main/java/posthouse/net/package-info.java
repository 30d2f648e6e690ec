/// Sockets and what every protocol does with them: listeners, connections, limits, deadlines,
/// STARTTLS, the PROXY protocol.
///
/// A [Listener] accepts and gives each [Connection] to a [Service] on a virtual thread of its own;
/// the service is straight-line code that reads, answers and returns when the conversation is over.
/// Knows no mail and no protocol of mail.
@NullMarked
package posthouse.net;

import org.jspecify.annotations.NullMarked;
