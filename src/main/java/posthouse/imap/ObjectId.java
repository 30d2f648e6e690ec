package posthouse.imap;

import posthouse.bytes.Base32Hex;
import posthouse.mailbox.Placement;

/// Ids as clients see them (RFC 8474 §7 objectid).
final class ObjectId {
    private ObjectId() {}

    static String email(Placement placement) {
        return "e" + Base32Hex.ofLong(placement.messageId());
    }

    static String thread(Placement placement) {
        return "t" + Base32Hex.ofLong(placement.threadId());
    }
}
