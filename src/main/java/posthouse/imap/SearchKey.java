package posthouse.imap;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import posthouse.mime.EnvelopeFields;

/// What SEARCH looks for (RFC 3501 §6.4.4, RFC 9051 §6.4.4): a program over one message.
sealed interface SearchKey {
    /// All of the keys; of none: every message.
    record And(List<SearchKey> keys) implements SearchKey {}

    record Or(SearchKey one, SearchKey other) implements SearchKey {}

    record Not(SearchKey key) implements SearchKey {}

    record Numbers(SequenceSet numbers) implements SearchKey {}

    record Uids(SequenceSet uids) implements SearchKey {}

    /// A system flag, as in [posthouse.mailbox.Flags].
    record HasFlag(int flag) implements SearchKey {}

    record HasKeyword(String keyword) implements SearchKey {}

    record Recent() implements SearchKey {}

    /// Its mod-sequence is at least so high (RFC 7162 §3.1.5).
    record ModSeq(long modSeq) implements SearchKey {}

    /// Whether the program has a key of a kind anywhere.
    static boolean has(SearchKey key, Predicate<SearchKey> kind) {
        if (key instanceof And(var keys)) {
            return keys.stream().anyMatch(part -> has(part, kind));
        }
        if (key instanceof Or(var one, var other)) {
            return has(one, kind) || has(other, kind);
        }
        return key instanceof Not(var negated) ? has(negated, kind) : kind.test(key);
    }

    /// The internal date's day, time and zone left aside, is in the range.
    record Arrived(Days days) implements SearchKey {}

    /// The day in the Date field, time and zone left aside, is in the range.
    record Sent(Days days) implements SearchKey {}

    /// The day on which it came into the mailbox, as [Arrived] (RFC 8514 §4.3).
    record Saved(Days days) implements SearchKey {}

    /// Its internal date is at least so many seconds ago (RFC 5032 §2).
    record Older(long seconds) implements SearchKey {}

    /// Its internal date is at most so many seconds ago (RFC 5032 §2).
    record Younger(long seconds) implements SearchKey {}

    /// RFC 8474 §7.
    record EmailId(String id) implements SearchKey {}

    record ThreadId(String id) implements SearchKey {}

    record Larger(long octets) implements SearchKey {}

    record Smaller(long octets) implements SearchKey {}

    /// The envelope's FROM, TO, CC or BCC has the text.
    record Addresses(EnvelopeFields.Field field, String text) implements SearchKey {}

    /// The envelope's SUBJECT has the text.
    record Subject(String text) implements SearchKey {}

    /// A field of that name has the text in its value; with an empty text: it is there.
    record Header(String field, String text) implements SearchKey {}

    /// The message without its header section has the text.
    record Body(String text) implements SearchKey {}

    /// Header section or the rest has the text.
    record Text(String text) implements SearchKey {}

    /// Something with texts in a charset that is not known here.
    record Undecodable() implements SearchKey {}

    /// Days from `from` to before `to`.
    record Days(LocalDate from, LocalDate to) {
        static Days before(LocalDate day) {
            return new Days(LocalDate.MIN, day);
        }

        static Days on(LocalDate day) {
            return new Days(day, day.plusDays(1));
        }

        static Days since(LocalDate day) {
            return new Days(day, LocalDate.MAX);
        }

        boolean has(LocalDate day) {
            return !day.isBefore(from) && day.isBefore(to);
        }
    }
}
