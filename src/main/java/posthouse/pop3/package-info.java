/// One POP3 conversation: RFC 1939 with CAPA (RFC 2449), STLS (RFC 2595), AUTH (RFC 5034), the
/// response codes of RFC 3206 and UTF8 (RFC 6856).
///
/// Start with [Pop3Session]: the protocol's states are its methods. A line becomes a [Pop3Command]
/// in [Pop3Parser]; [Maildrop] is INBOX as the session found it, with its numbers and marks;
/// [Pop3Writer] alone knows how answers look, and [DotStuffing] how a message does on the line.
/// [Pop3Service] is what a listener is given.
///
/// APOP (RFC 1939 §7) is not offered: it needs passwords in clear at rest. Messages are sent octet
/// for octet as they are stored, also with NUL or without an empty line behind the header section,
/// although old Outlooks stumble over both: what IMAP shows and what a signature covers must not
/// differ here. Messages with octets above 0x7f are sent with and without UTF8, for the same reason
/// and because clients have always coped.
///
/// Knows nothing of the store, of other protocols, or of who else is connected.
@NullMarked
package posthouse.pop3;

import org.jspecify.annotations.NullMarked;
