/// One SMTP, submission or LMTP conversation (RFC 5321, RFC 6409, RFC 2033), from the listener's
/// connection to the delivered message.
///
/// Start with [SmtpServices], which a listener is given, then [SmtpSession], the conversation. A
/// [Transaction] grows from MAIL to the last RCPT, each of them answered by [Acceptance]; [Intake]
/// takes the message, which comes as a [MessageStream], and hands it to `delivery`, and to the
/// queue what has to wait or to leave; [Minutes] are taken of it. [Submitter] is who has logged in
/// on a submission port, [SubmittedHeader] mends what is submitted. All that is ever answered
/// stands in [Replies]. [Door] holds strangers to limits, and asks [BlockLists] about them; each
/// connection is a [Visit] to it.
///
/// AUTH is offered on the submission ports alone: who guesses passwords, or takes port 25 for the
/// way out, has nothing to try there. Knows no store and no mailbox.
@NullMarked
package posthouse.smtp.server;

import org.jspecify.annotations.NullMarked;
