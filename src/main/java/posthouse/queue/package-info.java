/// Mail on its way out: kept durably, tried again and again, and bounced in the end.
///
/// Start with [Queue]: what is put into it ends delivered once, bounced once or still queued. It
/// keeps [Mail] and its recipients, [To], in rows of the store ([Rows]); [Stock] changes them, and
/// in step with them the [Schedule], which knows in memory who is due when and shares what may go
/// out at once among destinations and senders. An [Attempt] asks a [Carrier]; [Settlement] is what
/// came of it, and [Reports] is what the sender hears. Knows no socket and no mailbox: carriers do.
@NullMarked
package posthouse.queue;

import org.jspecify.annotations.NullMarked;
