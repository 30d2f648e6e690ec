package posthouse.mailbox;

/// What a mailbox is for (RFC 6154 §2). INBOX has no special-use attribute.
public enum Role {
    INBOX,
    DRAFTS,
    SENT,
    JUNK,
    TRASH,
    ARCHIVE
}
