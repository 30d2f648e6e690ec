package posthouse.imap;

import java.util.Optional;

/// What a client still knows of a mailbox that it selects again (RFC 7162 §3.2.5).
///
/// @param known the UIDs that it has; empty: all that there ever were
/// @param match some of its messages, by number and by UID, in the same order
record Resync(long uidValidity, long modSeq, Optional<SequenceSet> known, Optional<Match> match) {
    /// §3.2.5.2.
    record Match(SequenceSet numbers, SequenceSet uids) {}
}
