package posthouse.imap;

import java.util.List;

/// What an extended LIST selects and what it wants told (RFC 9051 §6.3.9.1, §6.3.9.2; SPECIAL-USE:
/// RFC 6154 §2). REMOTE selects nothing here: there are no mailboxes elsewhere.
///
/// @param extended whether the command has options or a list of patterns, so that a pattern without
///   characters means nothing
/// @param subscribed only names that are subscribed, also those of mailboxes that are gone
/// @param specialUse only mailboxes with a special use
/// @param recursive also those above what is selected
/// @param returnSubscribed whether each name says if it is subscribed
/// @param status what STATUS responses tell; empty: there are none
record ListOptions(
        boolean extended,
        boolean subscribed,
        boolean specialUse,
        boolean recursive,
        boolean returnSubscribed,
        List<StatusItem> status) {
    static final ListOptions NONE = new ListOptions(false, false, false, false, false, List.of());
}
