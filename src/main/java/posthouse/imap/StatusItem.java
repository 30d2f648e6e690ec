package posthouse.imap;

/// What STATUS tells of a mailbox (RFC 3501 §6.3.10, RFC 7162 §3.1.7), by its name in the protocol.
enum StatusItem {
    HIGHESTMODSEQ,
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN
}
