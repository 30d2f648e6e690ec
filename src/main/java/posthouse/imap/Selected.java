package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import posthouse.mailbox.UidSet;
import posthouse.mailbox.View;
import posthouse.mailbox.ViewChange;

/// The mailbox that a session has selected, and what its client knows of it.
final class Selected implements AutoCloseable {
    private final View view;
    private final boolean readOnly;
    private final Enabled enabled;
    private List<String> keywordsTold;
    private UidSet saved = UidSet.EMPTY;
    private boolean qualified;

    Selected(View view, boolean readOnly, Enabled enabled) {
        this.view = view;
        this.readOnly = readOnly;
        this.enabled = enabled;
        keywordsTold = view.mailbox().keywords();
    }

    View view() {
        return view;
    }

    /// The mailbox's number.
    int id() {
        return view.mailbox().id();
    }

    boolean readOnly() {
        return readOnly;
    }

    Enabled enabled() {
        return enabled;
    }

    /// CONDSTORE is on from now on. The first to turn it on is told where it begins (RFC 7162
    /// §3.1).
    void turnCondstoreOn(ImapWriter writer) throws IOException {
        if (enabled.turnCondstoreOn()) {
            writer.highestModSeq(view.wholeModSeq());
        }
    }

    void checkWritable() throws Refused {
        if (readOnly) {
            throw new Refused("READ-ONLY", "the mailbox was opened with EXAMINE");
        }
    }

    /// The highest UID that the client can know; 0 in an empty mailbox.
    long lastUid() {
        return view.size() == 0 ? 0 : view.uid(view.size());
    }

    /// All that the client can know.
    UidSet allUids() {
        return view.size() == 0 ? UidSet.EMPTY : UidSet.range(1, lastUid());
    }

    /// The sequence numbers of the messages that are meant, as ascending ranges of numbers that
    /// exist.
    ///
    /// A UID that does not exist is passed over (RFC 3501 §6.4.8). A number that does not exist is
    /// an error (§9 seq-number), but not what `*` stands for in an empty mailbox: Apple Mail asks
    /// for `1:*` and K-9 for `*:*` without a look at EXISTS.
    List<UidSet.Range> numbers(SequenceSet messages, boolean uid) throws SyntaxError {
        var named =
                uid
                        ? numbersOf(messages.resolve(lastUid()))
                        : inRange(messages.resolve(view.size()));
        return messages.saved() ? withSaved(named) : named;
    }

    /// The messages that a key of SEARCH names; those that do not exist are just not found.
    UidSet meant(SequenceSet messages, boolean uid) {
        UidSet named =
                uid
                        ? UidSet.ofRanges(numbersOf(messages.resolve(lastUid())))
                        : messages.resolve(view.size());
        return messages.saved() ? UidSet.ofRanges(withSaved(named.ranges())) : named;
    }

    /// With what `$` stands for, as far as it is there: the number of a message changes when others
    /// go, and its UID does not (RFC 5182 §2.1).
    private List<UidSet.Range> withSaved(List<UidSet.Range> numbers) {
        var all = new ArrayList<>(numbers);
        all.addAll(numbersOf(saved));
        return UidSet.ofRanges(all).ranges();
    }

    /// Makes these UIDs what `$` stands for (RFC 5182).
    void save(UidSet uids) {
        saved = uids;
    }

    private List<UidSet.Range> inRange(UidSet numbers) throws SyntaxError {
        var ranges = numbers.ranges();
        if (!ranges.isEmpty() && ranges.getLast().last() > view.size()) {
            throw new SyntaxError(
                    "there is no message "
                            + ranges.getLast().last()
                            + ", the last one is "
                            + view.size());
        }
        return ranges;
    }

    private List<UidSet.Range> numbersOf(UidSet uids) {
        var numbers = new ArrayList<UidSet.Range>();
        for (UidSet.Range range : uids.ranges()) {
            int first = view.firstNumberAtOrAfter(range.first());
            int last = view.firstNumberAtOrAfter(range.last() + 1) - 1;
            if (first <= last) {
                numbers.add(new UidSet.Range(first, last));
            }
        }
        return numbers;
    }

    /// The UIDs of messages by their numbers. Between two of the view there are none but those that
    /// others have expunged.
    UidSet uids(List<UidSet.Range> numbers) {
        var uids = new UidSet.Builder();
        for (UidSet.Range range : numbers) {
            uids.add(view.uid((int) range.first()), view.uid((int) range.last()));
        }
        return uids.build();
    }

    /// The numbers of messages by their UIDs.
    UidSet numbers(UidSet uids) {
        var numbers = new UidSet.Builder();
        for (UidSet.Range range : uids.ranges()) {
            int last = view.firstNumberAtOrAfter(range.last() + 1) - 1;
            for (int n = view.firstNumberAtOrAfter(range.first()); n <= last; n++) {
                numbers.add(n);
            }
        }
        return numbers.build();
    }

    /// Tells the client what has happened since it was last told (RFC 3501 §7.3, §7.4).
    ///
    /// @param expunges whether messages may go now: their numbers change (§7.4.1)
    /// @param uid whether flags come with the UID: in answer to a UID command (§6.4.8)
    /// @throws Bye where the mailbox was deleted: RFC 2180 §3.3 allows that, and a client that
    ///   connects again finds out what there is
    void report(ImapWriter writer, boolean expunges, boolean uid) throws IOException {
        var changes = view.sync(expunges);
        if (changes.isEmpty()) {
            return;
        }
        reportKeywords(writer);
        if (enabled.qresync()) {
            writer.vanished(vanished(changes), false);
        }
        var fetch = writer.fetch(view.mailbox());
        for (ViewChange change : changes) {
            switch (change) {
                case ViewChange.Vanished(int number, long _) -> {
                    if (!enabled.qresync()) {
                        writer.expunge(number);
                    }
                }
                case ViewChange.Arrived(int size, int recent) -> {
                    writer.exists(size);
                    if (!enabled.imap4rev2()) {
                        writer.recent(recent);
                    }
                }
                case ViewChange.Changed(int number) -> flags(fetch, number, uid);
                case ViewChange.MailboxGone _ -> throw new Bye("the mailbox was deleted");
            }
        }
        fetch.done();
    }

    private static UidSet vanished(List<ViewChange> changes) {
        var uids = new UidSet.Builder();
        for (ViewChange change : changes) {
            if (change instanceof ViewChange.Vanished(int _, long uid)) {
                uids.add(uid);
            }
        }
        return uids.build();
    }

    /// While messages that went are still shown, the mod-sequences told say too much: a client that
    /// loses its line now must ask again from where all was known (RFC 7162 §3.2).
    void qualify(ImapWriter writer) throws IOException {
        if (enabled.qresync() && (view.hasGhosts() || qualified)) {
            writer.highestModSeq(view.wholeModSeq());
            qualified = view.hasGhosts();
        }
    }

    /// One message's flags; with CONDSTORE also its UID and mod-sequence (RFC 7162 §3.2.4), in
    /// IMAP4rev2 its UID (RFC 9051 §7.5.2).
    void flags(FetchWriter fetch, int number, boolean uid) throws IOException {
        var placement = view.placement(number);
        fetch.begin(number);
        if (uid || enabled.condstore() || enabled.imap4rev2()) {
            fetch.uid(placement.uid());
        }
        fetch.flags(placement.flags(), isRecent(placement.uid()));
        if (enabled.condstore()) {
            fetch.modSeq(placement.modSeq());
        }
        fetch.end();
    }

    /// Whether \Recent is told of the message; IMAP4rev2 has no such flag.
    boolean isRecent(long uid) {
        return !enabled.imap4rev2() && view.recent(uid);
    }

    /// One message's mod-sequence, where its flags are known.
    void modSeq(FetchWriter fetch, int number) throws IOException {
        var placement = view.placement(number);
        fetch.begin(number);
        fetch.uid(placement.uid());
        fetch.modSeq(placement.modSeq());
        fetch.end();
    }

    /// Keywords are told before they are met with.
    private void reportKeywords(ImapWriter writer) throws IOException {
        var keywords = view.mailbox().keywords();
        if (!keywords.equals(keywordsTold)) {
            keywordsTold = keywords;
            writer.flags(keywords, !readOnly);
        }
    }

    @Override
    public void close() {
        view.close();
    }
}
