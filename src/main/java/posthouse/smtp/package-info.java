/// The language of SMTP and LMTP (RFC 5321 §4, RFC 2033), without anybody who speaks it: pure.
///
/// Start with [SmtpCommand], what a client can ask; [SmtpParser] reads one from a line and
/// [SmtpWriter] writes it. [SmtpReply] is what a server answers; [SmtpReplyParser] reads it. [Path]
/// is an address as MAIL and RCPT carry it, [Notify] what a sender wants to hear of it.
/// [Transparency] finds the end of a message behind DATA, [LineEnds] tells whether a message's line
/// ends are right, [Stuffing] makes a message ready to leave. Knows no socket, no account and no
/// message; `smtp.server` and `smtp.client` hold the conversations.
@NullMarked
package posthouse.smtp;

import org.jspecify.annotations.NullMarked;
