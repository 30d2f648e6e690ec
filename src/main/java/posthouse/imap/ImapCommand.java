package posthouse.imap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import posthouse.bytes.Bytes;
import posthouse.mailbox.FlagChange;

/// What a client can ask (RFC 3501 §6), grouped as the RFC groups it: by the state that allows it.
///
/// Names of mailboxes are as they were sent: [MailboxNames] reads them.
sealed interface ImapCommand {
    /// §6.1, and ID (RFC 2971).
    sealed interface InAnyState extends ImapCommand {}

    record Capability() implements InAnyState {}

    record Noop() implements InAnyState {}

    record Logout() implements InAnyState {}

    /// @param client what the client says of itself, in its order; empty for NIL
    record Id(SequencedMap<String, String> client) implements InAnyState {}

    /// §6.2.
    sealed interface WhenNotAuthenticated extends ImapCommand {}

    record StartTls() implements WhenNotAuthenticated {}

    /// @param initial the initial response in base64, `=` for an empty one (RFC 4959 §3)
    record Authenticate(String mechanism, Optional<String> initial)
            implements WhenNotAuthenticated {
        /// Without the response, which may hold a password.
        @Override
        public String toString() {
            return "Authenticate[" + mechanism + "]";
        }
    }

    record Login(String name, String password) implements WhenNotAuthenticated {
        /// Without the password, for logs and failed tests.
        @Override
        public String toString() {
            return "Login[" + name + "]";
        }
    }

    /// §6.3, NAMESPACE (RFC 2342), IDLE (RFC 2177) and ENABLE (RFC 5161).
    sealed interface WhenAuthenticated extends ImapCommand {}

    /// @param extensions in upper case
    record Enable(List<String> extensions) implements WhenAuthenticated {}

    /// SELECT, or EXAMINE if `readOnly`.
    record Select(Bytes mailbox, boolean readOnly, boolean condstore, Optional<Resync> resync)
            implements WhenAuthenticated {}

    /// @param uses what it is to be for, without backslashes (RFC 6154 §3)
    record Create(Bytes mailbox, List<String> uses) implements WhenAuthenticated {}

    record Delete(Bytes mailbox) implements WhenAuthenticated {}

    record Rename(Bytes from, Bytes to) implements WhenAuthenticated {}

    /// SUBSCRIBE, or UNSUBSCRIBE.
    record Subscribe(Bytes mailbox, boolean subscribed) implements WhenAuthenticated {}

    record ListMailboxes(ListOptions options, Bytes reference, List<Bytes> patterns)
            implements WhenAuthenticated {}

    record Lsub(Bytes reference, Bytes pattern) implements WhenAuthenticated {}

    record Status(Bytes mailbox, List<StatusItem> items) implements WhenAuthenticated {}

    /// The message follows, of [ImapReader#messageSize], and perhaps others.
    record Append(Bytes mailbox, AppendMessage first) implements WhenAuthenticated {}

    /// What is said of a message that follows.
    ///
    /// @param binary it comes as a literal8, and is stored as it is
    /// @param utf8 its header is in UTF-8 (RFC 6855 §4); more comes behind it
    record AppendMessage(
            FlagChange flags, Optional<Instant> internalDate, boolean binary, boolean utf8) {}

    record Namespace() implements WhenAuthenticated {}

    /// COMPRESS (RFC 4978).
    ///
    /// @param algorithm in upper case
    record Compress(String algorithm) implements WhenAuthenticated {}

    /// UNAUTHENTICATE (RFC 8437).
    record Unauthenticate() implements WhenAuthenticated {}

    /// RFC 9208 §4.1.
    record GetQuota(Bytes root) implements WhenAuthenticated {}

    record GetQuotaRoot(Bytes mailbox) implements WhenAuthenticated {}

    record SetQuota(Bytes root) implements WhenAuthenticated {}

    record Idle() implements WhenAuthenticated {}

    /// §6.4, UNSELECT (RFC 3691) and MOVE (RFC 6851). With `uid` (§6.4.8) the numbers are UIDs, and
    /// what is told of messages names theirs.
    sealed interface WhenSelected extends ImapCommand {}

    record Check() implements WhenSelected {}

    record Close() implements WhenSelected {}

    record Unselect() implements WhenSelected {}

    /// @param uids those that may go (RFC 4315 §2.1); empty: all
    record Expunge(Optional<SequenceSet> uids) implements WhenSelected {}

    /// @param returns what to answer, in an ESEARCH response; empty: all, where there is IMAP4rev1
    ///   in the older one
    /// @param charset whether one was named
    record Search(boolean uid, Optional<SearchReturn> returns, boolean charset, SearchKey key)
            implements WhenSelected {}

    /// SORT (RFC 5256).
    record Sort(boolean uid, List<SortCriterion> criteria, SearchKey key) implements WhenSelected {}

    /// THREAD (RFC 5256).
    ///
    /// @param byReferences the algorithm: REFERENCES, or else ORDEREDSUBJECT
    record ThreadMessages(boolean uid, boolean byReferences, SearchKey key)
            implements WhenSelected {}

    record Fetch(boolean uid, SequenceSet messages, List<FetchItem> items, FetchModifiers modifiers)
            implements WhenSelected {}

    /// @param unchangedSince leaves alone what has a higher mod-sequence (RFC 7162 §3.1.3)
    record Store(
            boolean uid,
            SequenceSet messages,
            OptionalLong unchangedSince,
            FlagChange change,
            boolean silent)
            implements WhenSelected {}

    record Copy(boolean uid, SequenceSet messages, Bytes mailbox) implements WhenSelected {}

    /// REPLACE (RFC 8508). The message follows, of [ImapReader#messageSize].
    record Replace(boolean uid, SequenceSet replaced, Bytes mailbox, AppendMessage message)
            implements WhenSelected {}

    record Move(boolean uid, SequenceSet messages, Bytes mailbox) implements WhenSelected {}
}
