package posthouse.mailbox;

import java.time.Instant;

/// A message's place in a mailbox, with all that may change there (DESIGN rule 2).
///
/// @param modSeq of the last change
/// @param createdModSeq of the change that put it here
/// @param internalDate to the second
/// @param saveDate when it was put here, to the second (RFC 8514)
/// @param size octets of the whole message: what RFC822.SIZE says and BODY[] gives
/// @param bits see the constants
public record Placement(
        long uid,
        Flags flags,
        long modSeq,
        long createdModSeq,
        Instant internalDate,
        Instant saveDate,
        long size,
        long messageId,
        long threadId,
        int bits) {
    /// The message has other placements; `r/<message>` lists them.
    public static final int HAS_OTHERS = 1;

    /// Not in the maildrop any more: it never comes back to a POP3 client.
    public static final int GONE_FROM_POP3 = 2;

    /// The message does not end in CRLF: POP3 adds it and counts it.
    public static final int LACKS_FINAL_CRLF = 4;

    /// The UIDL was brought along by an import: `u/<message>`.
    public static final int OWN_UIDL = 8;
}
