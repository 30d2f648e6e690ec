package posthouse.mailbox;

/// The room that UIDs have (RFC 9051 §2.3.1.1: 32 bits).
final class Uids {
    static final long MAX = 0xffff_ffffL;

    private Uids() {}

    /// @throws MailRefusal.OverLimit if the mailbox has no UIDs left for `count` messages
    static void checkRoom(long uidNext, long count) throws MailRefusal.OverLimit {
        if (uidNext + count > MAX) {
            throw new MailRefusal.OverLimit("the mailbox has given out all of its UIDs");
        }
    }
}
