package posthouse.imap;

import posthouse.bytes.Base32Hex;
import posthouse.mailbox.MailboxState;
import posthouse.mailbox.Placement;

/// Ids as clients see them (RFC 8474 §7 objectid).
final class ObjectId {
    private ObjectId() {}

    /// Stays the same for life, also when the mailbox is renamed (§4).
    static String mailbox(MailboxState mailbox) {
        return "m" + Base32Hex.ofLong(mailbox.id());
    }

    /// The same for all copies of a message (§5.1), and POP3's unique-id.
    static String email(Placement placement) {
        return "e" + Base32Hex.ofLong(placement.messageId());
    }

    static String thread(Placement placement) {
        return "t" + Base32Hex.ofLong(placement.threadId());
    }
}
