/// IMAP4rev1 (RFC 3501) over the mailboxes: one [ImapSession] a connection.
///
/// A command goes this way: [ImapReader] collects it with its small literals, [ImapParser] (with
/// [FetchParser] and [SearchParser] over [Tokens]) makes an [ImapCommand] of it, [ImapSession] sees
/// whether the state allows it and gives it to the class named after it ([Fetching], [Searching],
/// [Sorting], [Threading], [Storing], [Copying], [Appending], [Listing], [Quotas], [Idling],
/// [LoggingIn]), and [ImapWriter] says the answer. The parser is pure; only the writers know how
/// answers are written; what a client is told of others' changes, and when, is in [Selected], and
/// what it has asked to be told, in [Enabled]. [Sections] finds what FETCH asks of a message.
///
/// Obeyed: RFC 3501, and RFC 2177 (IDLE), RFC 2342 (NAMESPACE), RFC 2971 (ID), RFC 3348 (CHILDREN),
/// RFC 3691 (UNSELECT), RFC 4315 (UIDPLUS), RFC 4959 (SASL-IR), RFC 5161 (ENABLE), RFC 5258
/// (LIST-EXTENDED), RFC 5530 (response codes), RFC 5819 (LIST-STATUS), RFC 6154 (SPECIAL-USE), RFC
/// 6851 (MOVE), RFC 7162 (CONDSTORE, QRESYNC), RFC 7888 (LITERAL+), RFC 7889 (APPENDLIMIT), RFC
/// 8438 (STATUS=SIZE), RFC 8474 (OBJECTID), RFC 9208 (QUOTA); for searching RFC 4731 (ESEARCH), RFC
/// 5032 (WITHIN), RFC 5182 (SEARCHRES), RFC 9394 (PARTIAL), RFC 5256 (SORT, THREAD), RFC 5957
/// (SORT=DISPLAY); of RFC 3516 (BINARY) the items of FETCH. Knows neither the store nor other
/// protocols.
@NullMarked
package posthouse.imap;

import org.jspecify.annotations.NullMarked;
