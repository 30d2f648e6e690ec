package posthouse.imap;

/// What STATUS tells of a mailbox (RFC 3501 §6.3.10), by its name in the protocol.
enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN
}
