package posthouse.mailbox;

import java.util.List;
import java.util.Optional;

/// A mailbox as it was at one moment, without its placements: those are reached through a [View].
///
/// @param id unique in the account, never used again
/// @param name the whole path
/// @param highestModSeq of the mailbox (RFC 7162 §3.1.2.1)
/// @param messages count of placements
/// @param bytes sum of their sizes
/// @param keywords the keyword table: index to name
public record MailboxState(
        int id,
        MailboxName name,
        Optional<Role> role,
        long uidValidity,
        long uidNext,
        long highestModSeq,
        int messages,
        int unseen,
        int deleted,
        long bytes,
        List<String> keywords,
        boolean subscribed) {}
