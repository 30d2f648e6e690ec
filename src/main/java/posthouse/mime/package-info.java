/// Messages as octets (RFC 5322, RFC 2045 to 2047): what is a header field, where parts lie, and
/// what they say. Pure; accepts everything, since mail is what it is.
///
/// Start with `Scanner`, which finds the parts while a message goes by, and `Structure`, which is
/// kept beside the message. `Envelope` and `BodyStructure` write IMAP's finished octets;
/// `AddressList`, `EncodedWords` and `Parameters` read fields; `TransferEncoding` and `Charsets`
/// make text of content. `SevenBit` converts a message for servers that take no other.
@NullMarked
package posthouse.mime;

import org.jspecify.annotations.NullMarked;
