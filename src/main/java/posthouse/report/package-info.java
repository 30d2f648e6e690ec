/// What senders hear of their mail: delivery status notifications (RFC 3464).
///
/// Start with [Reports]: it puts a report together from three parts (RFC 6522 §3). [Words] tell
/// people what happened, with a sentence of [Meaning] for what a status code stands for;
/// [StatusFields] tell the same to programs; [Returned] is the message that it is about, or its
/// header. What other servers have said is cut and cleaned by [Plain] before it gets anywhere.
@NullMarked
package posthouse.report;

import org.jspecify.annotations.NullMarked;
