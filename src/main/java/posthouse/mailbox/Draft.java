package posthouse.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.store.Change;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.SideWrite;

/// An account as it would be after an operation: laid over another draft, or over a [Snapshot],
/// which it leaves as it is. A draft that is thrown away leaves no trace.
///
/// Operations read and write through it; what they wrote becomes one commit and the next snapshot.
/// One thread at a time.
final class Draft {
    /// Log entries beyond the limit that are trimmed together.
    private static final int LOG_SLACK = 1_000;

    private final Loader loader;
    private final Snapshot base;
    private final @Nullable Draft below;
    private final long seconds;

    private @Nullable Header header;
    private @Nullable Settings settings;
    private @Nullable SubscribedNames names;
    private final Map<Integer, Box> boxes = new HashMap<>();
    private final Set<Integer> boxRows = new HashSet<>();
    private final Map<Integer, TreeMap<Integer, Page>> pages = new HashMap<>();
    private final Map<Integer, Spine> loaded = new HashMap<>();
    private final Map<Integer, TreeMap<Integer, Page>> adopted = new HashMap<>();
    private final Set<Integer> dropped = new HashSet<>();
    private final IntPredicate busy;
    private final Map<Bytes, Optional<Bytes>> rows = new LinkedHashMap<>();
    private final List<Range> ranges = new ArrayList<>();
    private final List<SideWrite> side = new ArrayList<>();
    private final Map<Partition, Map<Bytes, Bytes>> sideRows = new HashMap<>();
    private final LogEntry.Builder log = new LogEntry.Builder();
    private long modSeq;
    private long octets;

    /// @param seconds now, since 1970
    Draft(Loader loader, Snapshot base, long seconds) {
        this(loader, base, null, _ -> false, seconds);
    }

    private Draft(
            Loader loader, Snapshot base, @Nullable Draft below, IntPredicate busy, long seconds) {
        this.loader = loader;
        this.base = base;
        this.below = below;
        this.busy = busy;
        this.seconds = seconds;
    }

    /// A draft over this one, for one operation.
    ///
    /// @param busyMailbox which mailboxes the operation may not change now
    Draft over(IntPredicate busyMailbox) {
        return new Draft(loader, base, this, busyMailbox, seconds);
    }

    /// An operation wants to change a mailbox into which another one copies (DESIGN rule 9): it is
    /// to run again when that is done.
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("the mailbox is being copied into", null, false, false);
        }
    }

    /// An operation does not fit a commit: it is to be done in several.
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("too large for one commit", null, false, false);
        }
    }

    private void checkNotBusy(int mailbox) {
        if (busy.test(mailbox)) {
            throw new Busy();
        }
    }

    /// Now, in seconds since 1970.
    long seconds() {
        return seconds;
    }

    Loader loader() {
        return loader;
    }

    // Reading.

    Header header() {
        return header != null ? header : below != null ? below.header() : base.header();
    }

    Settings settings() {
        return settings != null ? settings : below != null ? below.settings() : base.settings();
    }

    SubscribedNames names() {
        return names != null ? names : below != null ? below.names() : base.names();
    }

    /// @throws MailRefusal.NoSuchMailbox also where it is deleted
    Box box(int id) throws MailRefusal.NoSuchMailbox {
        Box box = anyBox(id);
        if (box == null || box.deleted()) {
            throw new MailRefusal.NoSuchMailbox("number " + id);
        }
        return box;
    }

    /// Also a deleted one; null where there is none.
    @Nullable Box anyBox(int id) {
        if (dropped.contains(id)) {
            return null;
        }
        Box box = boxes.get(id);
        if (box != null) {
            return box;
        }
        return below != null ? below.anyBox(id) : base.boxes().get(id);
    }

    /// All mailboxes that are not deleted.
    List<Box> allBoxes() {
        var all = new HashMap<>(base.boxes());
        overlayBoxes(all);
        return all.values().stream().filter(box -> !box.deleted()).toList();
    }

    private void overlayBoxes(Map<Integer, Box> all) {
        if (below != null) {
            below.overlayBoxes(all);
        }
        all.putAll(boxes);
        all.keySet().removeAll(dropped);
    }

    /// Mailboxes in grace.
    List<Box> deletedBoxes() {
        var all = new HashMap<>(base.boxes());
        overlayBoxes(all);
        return all.values().stream().filter(Box::deleted).toList();
    }

    Optional<Box> named(MailboxName name) {
        return allBoxes().stream().filter(box -> box.state().name().equals(name)).findFirst();
    }

    Optional<Box> withRole(Role role) {
        return allBoxes().stream()
                .filter(box -> box.state().role().equals(Optional.of(role)))
                .findFirst();
    }

    /// The page of that number, null where there is none. Only that page is read.
    @Nullable Page page(int mailbox, int number) {
        var own = pages.get(mailbox);
        Page page = own == null ? null : own.get(number);
        if (page != null) {
            return page.isEmpty() ? null : page;
        }
        if (below != null) {
            return below.page(mailbox, number);
        }
        Box box = base.boxes().get(mailbox);
        Spine spine = box == null ? Spine.EMPTY : spine(box);
        if (spine != null) {
            return spine.page(number);
        }
        Page tail = box == null ? null : box.tail();
        if (tail != null && tail.number() == number) {
            return tail;
        }
        long uidNext = box == null ? 1 : box.state().uidNext();
        return Page.firstUid(number) >= uidNext ? null : loader.page(mailbox, number, uidNext);
    }

    /// At most `max` pages, numbered `from` or higher, that may have some of `uids`; in order. No
    /// others are read.
    List<Page> pages(int mailbox, UidSet uids, int from, int max) {
        var found = new TreeMap<Integer, Page>();
        int next = from;
        var ranges = uids.ranges();
        int at = uids.firstRangeAtOrAfter(Page.firstUid(from));
        for (; at < ranges.size() && found.size() < max; at++) {
            int first = Math.max(next, Page.numberOf(ranges.get(at).first()));
            int last = Page.numberOf(ranges.get(at).last());
            if (first <= last) {
                collect(mailbox, first, last, max - found.size(), found);
                next = last + 1;
            }
        }
        return found.values().stream().filter(page -> !page.isEmpty()).limit(max).toList();
    }

    private void collect(
            int mailbox, int first, int last, int max, SortedMap<Integer, Page> found) {
        if (below != null) {
            below.collect(mailbox, first, last, max, found);
        } else {
            collectFromBase(mailbox, first, last, max, found);
        }
        var own = pages.get(mailbox);
        if (own != null) {
            found.putAll(own.subMap(first, true, last, true));
        }
    }

    private void collectFromBase(
            int mailbox, int first, int last, int max, SortedMap<Integer, Page> found) {
        Box box = base.boxes().get(mailbox);
        if (box == null) {
            return;
        }
        Spine spine = spine(box);
        long uidNext = box.state().uidNext();
        if (spine == null) {
            int end = Math.min(last, Page.numberOf(uidNext));
            loader.pages(mailbox, first, end, max, uidNext)
                    .forEach(page -> found.put(page.number(), page));
            return;
        }
        int index = spine.indexAtOrAfter(first);
        for (int taken = 0; taken < max && index < spine.pageCount(); taken++, index++) {
            Page page = spine.pageAt(index);
            if (page.number() > last) {
                return;
            }
            found.put(page.number(), page);
        }
    }

    private @Nullable Spine spine(Box box) {
        Spine now = loaded.get(box.id());
        return now != null ? now : box.spine();
    }

    /// How many placements have a UID of at least `uid`; only their pages are read.
    int countFrom(int mailbox, long uid) {
        var all = UidSet.range(uid, Uids.MAX);
        int count = 0;
        for (Page page : pages(mailbox, all, 0, Integer.MAX_VALUE)) {
            count += page.count() - page.firstAtOrAfter(uid);
        }
        return count;
    }

    /// Reads all pages of a mailbox into memory, where they are not yet.
    void load(int mailbox) {
        Box box = base.box(mailbox);
        if (box != null && box.spine() == null && !isLoaded(mailbox)) {
            loaded.put(mailbox, loader.spine(box.state()));
        }
    }

    private boolean isLoaded(int mailbox) {
        return loaded.containsKey(mailbox) || below != null && below.isLoaded(mailbox);
    }

    /// Another row of the account, as it would be.
    Optional<Bytes> row(Bytes key) {
        Optional<Bytes> own = rows.get(key);
        if (own != null) {
            return own;
        }
        return below != null ? below.row(key) : loader.row(key);
    }

    /// A row of another partition, as the side writes would leave it.
    Optional<Bytes> sideRow(Partition partition, Bytes key) {
        var own = sideRows.get(partition);
        Bytes value = own == null ? null : own.get(key);
        if (value != null) {
            return Optional.of(value);
        }
        return below != null ? below.sideRow(partition, key) : loader.row(partition, key);
    }

    // Writing.

    /// This operation's mod-sequence.
    long modSeq() {
        if (modSeq == 0) {
            modSeq = header().nextModSeq();
            header = header().modSeqTaken();
        }
        return modSeq;
    }

    LogEntry.Builder log() {
        return log;
    }

    void put(Header now) {
        header = now;
    }

    void put(Settings now) {
        settings = now;
        now.rows().forEach((name, value) -> put(Keys.setting(name), value));
    }

    /// Names whose rows are put by themselves.
    void put(SubscribedNames now) {
        names = now;
    }

    /// A mailbox whose row changes.
    void put(Box box) {
        checkNotBusy(box.id());
        boxes.put(box.id(), box);
        boxRows.add(box.id());
    }

    /// A mailbox of which only the levels above are others or have other names, which its row does
    /// not need to say.
    void putRenamed(Box box) {
        boxes.put(box.id(), box);
    }

    /// Takes the row of a mailbox away, whose pages have all gone.
    void drop(Box box) {
        boxes.remove(box.id());
        boxRows.remove(box.id());
        dropped.add(box.id());
        delete(Keys.mailbox(box.id()));
    }

    /// Changes counts, UIDNEXT and HIGHESTMODSEQ, and the quota's use with them.
    void count(int mailbox, Counts counts, long uidNext) throws MailRefusal.NoSuchMailbox {
        Box box = box(mailbox);
        put(box.with(States.counted(box.state(), counts, uidNext, modSeq())));
        put(header().used(counts.bytes, counts.messages).messagesChanged(modSeq()));
    }

    /// A page; an empty one takes the row away.
    void put(int mailbox, Page page) {
        checkNotBusy(mailbox);
        pages.computeIfAbsent(mailbox, _ -> new TreeMap<>()).put(page.number(), page);
        octets += 100 + page.count() * 40L;
    }

    /// A page whose row is written already.
    void adopt(int mailbox, Page page) {
        adopted.computeIfAbsent(mailbox, _ -> new TreeMap<>()).put(page.number(), page);
    }

    void put(Bytes key, Bytes value) {
        rows.put(key, Optional.of(value));
        octets += key.length() + value.length();
    }

    void delete(Bytes key) {
        rows.put(key, Optional.empty());
        octets += key.length();
    }

    /// Deletes rows that are neither mailboxes nor pages of mailboxes that are not deleted.
    void delete(Range range) {
        ranges.add(range);
    }

    void side(SideWrite write) {
        side.add(write);
        if (write instanceof SideWrite.PutRow(var partition, var row)) {
            sideRows.computeIfAbsent(partition, _ -> new HashMap<>()).put(row.key(), row.value());
            octets += row.key().length() + row.value().length();
        }
    }

    /// Puts the operation's entry into the log. Nothing is written after this.
    void finish() {
        if (log.isEmpty()) {
            return;
        }
        long tooMany =
                header().nextModSeq() - header().logLowWater() - loader.limits().logEntries();
        if (tooMany > LOG_SLACK) {
            trimLog(header().nextModSeq() - loader.limits().logEntries());
        }
        long at = modSeq();
        int part = 0;
        for (Bytes entry : log.encode(seconds)) {
            put(Keys.log(at, part++), entry);
        }
        if (log.hasMessages()) {
            put(header().messagesChanged(at));
        }
        if (log.hasMailboxes()) {
            put(header().mailboxesChanged(at));
        }
    }

    /// Forgets the log below a mod-sequence.
    void trimLog(long lowWater) {
        if (lowWater > header().logLowWater()) {
            delete(Keys.logBelow(lowWater));
            put(header().logFrom(lowWater));
        }
    }

    /// Takes over what an operation did on a draft over this one.
    void take(Draft over) {
        header = over.header != null ? over.header : header;
        settings = over.settings != null ? over.settings : settings;
        names = over.names != null ? over.names : names;
        boxes.putAll(over.boxes);
        boxRows.addAll(over.boxRows);
        over.pages.forEach((mailbox, changed) ->
                pages.computeIfAbsent(mailbox, _ -> new TreeMap<>()).putAll(changed));
        over.adopted.forEach((mailbox, changed) ->
                adopted.computeIfAbsent(mailbox, _ -> new TreeMap<>()).putAll(changed));
        dropped.addAll(over.dropped);
        boxes.keySet().removeAll(over.dropped);
        boxRows.removeAll(over.dropped);
        loaded.putAll(over.loaded);
        rows.putAll(over.rows);
        ranges.addAll(over.ranges);
        side.addAll(over.side);
        over.sideRows.forEach((partition, more) ->
                sideRows.computeIfAbsent(partition, _ -> new HashMap<>()).putAll(more));
        octets += over.octets;
    }

    // Becoming a commit.

    /// How many changes and side writes the commit would have.
    int rowCount() {
        int pageRows = pages.values().stream().mapToInt(Map::size).sum();
        return 1 + boxRows.size() + pageRows + rows.size() + ranges.size() + side.size();
    }

    /// Octets of keys and values, not less than the commit would have.
    long octetCount() {
        long boxOctets = 0;
        for (int id : boxRows) {
            Box box = boxes.get(id);
            if (box != null) {
                boxOctets += 1300 + box.state().keywords().stream().mapToInt(String::length).sum();
            }
        }
        return 300 + boxOctets + octets;
    }

    boolean writes() {
        return header != null
                || settings != null
                || !boxRows.isEmpty()
                || !pages.isEmpty()
                || !rows.isEmpty()
                || !ranges.isEmpty()
                || !side.isEmpty();
    }

    /// Whether there are more pages in memory than before.
    boolean loads() {
        return !loaded.isEmpty();
    }

    /// @param recentFrom the first UID of a mailbox that no session has been told of
    List<Change> changes(ToLongFunction<Box> recentFrom) {
        var changes = new ArrayList<Change>(rowCount());
        ranges.forEach(range -> changes.add(new Change.DeleteRange(range)));
        changes.add(new Change.Put(Keys.HEADER, header().encode()));
        for (int id : boxRows) {
            Box box = boxes.get(id);
            if (box != null) {
                long recent = recentFrom.applyAsLong(box);
                changes.add(new Change.Put(Keys.mailbox(id), box.encode(recent)));
            }
        }
        pages.forEach((mailbox, changed) ->
                changed.values().forEach(page -> changes.add(change(mailbox, page))));
        rows.forEach((key, value) ->
                changes.add(
                        value.isPresent()
                                ? new Change.Put(key, value.get())
                                : new Change.Delete(key)));
        return changes;
    }

    private static Change change(int mailbox, Page page) {
        Bytes key = Keys.page(mailbox, page.number());
        return page.isEmpty()
                ? new Change.Delete(key)
                : new Change.Put(key, PageCodec.encode(page));
    }

    List<SideWrite> sideWrites() {
        return side;
    }

    /// The account after the commit.
    Snapshot snapshot(long revision) {
        var all = new HashMap<>(base.boxes());
        all.putAll(boxes);
        all.keySet().removeAll(dropped);
        var touched = new HashSet<>(boxes.keySet());
        touched.addAll(pages.keySet());
        touched.addAll(loaded.keySet());
        for (int id : touched) {
            Box box = all.get(id);
            if (box != null) {
                all.put(id, withPages(box));
            }
        }
        return new Snapshot(revision, header(), settings(), names(), all);
    }

    private Box withPages(Box box) {
        if (box.deleted()) {
            return box.pages(null, null);
        }
        var changed = new TreeMap<>(pages.getOrDefault(box.id(), new TreeMap<>()));
        changed.putAll(adopted.getOrDefault(box.id(), new TreeMap<>()));
        Spine before = spine(box);
        Spine after = before == null ? null : before.with(changed);
        int last = Page.numberOf(box.state().uidNext() - 1);
        Page known = box.tail();
        Page tail = changed.get(last);
        if (tail == null && known != null && known.number() == last) {
            tail = known;
        }
        return box.pages(after, tail == null || tail.isEmpty() ? null : tail);
    }
}
