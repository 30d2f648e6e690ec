package posthouse.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesReader;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Row;
import posthouse.store.Store;

/// Reads an account from the store: its header, settings and mailboxes at once, pages when they are
/// asked for.
final class Loader {
    private final Store store;
    private final Partition partition;
    private final MailLimits limits;

    Loader(Store store, Partition partition, MailLimits limits) {
        this.store = store;
        this.partition = partition;
        this.limits = limits;
    }

    /// An account, and the first UID that was \Recent in each mailbox.
    record Loaded(Snapshot snapshot, Map<Integer, Long> recentFrom, boolean unfinished) {}

    /// The account; empty where there is none.
    Optional<Loaded> load() {
        var view =
                store.read(
                        partition,
                        Range.of(Keys.HEADER),
                        Keys.MAILBOXES,
                        Keys.SETTINGS,
                        Keys.INTENTS,
                        Keys.SUBSCRIBED_NAMES);
        if (view.rows().getFirst().isEmpty()) {
            return Optional.empty();
        }
        Row first = view.rows().getFirst().getFirst();
        Header header = reading(first, Header::decode);
        Settings settings = settings(view.rows().get(2));
        var recentFrom = new HashMap<Integer, Long>();
        var boxes = boxes(view.rows().get(1), recentFrom);
        boolean unfinished =
                !view.rows().get(3).isEmpty()
                        || boxes.values().stream().anyMatch(box -> box.preparedTo() != 0);
        return Optional.of(
                new Loaded(
                        new Snapshot(
                                view.revision(),
                                header,
                                settings,
                                names(view.rows().get(4)),
                                boxes),
                        recentFrom,
                        unfinished));
    }

    private Settings settings(List<Row> rows) {
        Settings settings = Settings.standard(limits);
        for (Row row : rows) {
            Settings before = settings;
            settings = reading(row, value -> before.with(row.key().slice(2).latin1(), value));
        }
        return settings;
    }

    private SubscribedNames names(List<Row> rows) {
        var numbers = new TreeMap<MailboxName, Integer>();
        for (Row row : rows) {
            MailboxName name = reading(row, SubscribedNames::decode);
            numbers.put(
                    name,
                    Format.reading(partition, row.key(), () -> Keys.subscribedName(row.key())));
        }
        return new SubscribedNames(numbers);
    }

    private Map<Integer, Box> boxes(List<Row> rows, Map<Integer, Long> recentFrom) {
        var byLevel = new HashMap<Integer, Box>();
        for (Row row : rows) {
            int id = Format.reading(partition, row.key(), () -> Keys.mailboxNumber(row.key()));
            Box.Row decoded = reading(row, value -> Box.decode(id, value));
            byLevel.put(id, decoded.box());
            recentFrom.put(id, decoded.recentFrom());
        }
        var boxes = new HashMap<Integer, Box>();
        byLevel.forEach((id, box) -> boxes.put(id, box.deleted() ? box : placed(box, byLevel)));
        return boxes;
    }

    /// The mailbox under its whole path.
    private Box placed(Box box, Map<Integer, Box> byLevel) {
        var path = new StringBuilder(box.state().name().name());
        int own = living(box.parent(), byLevel);
        int parent = own;
        for (int depth = 0; parent != 0; depth++) {
            Box above = byLevel.get(parent);
            if (above == null || above.deleted() || depth > MailboxName.DEPTH_MAX) {
                // Format.reading makes it a failure that names the row.
                int missing = parent;
                return Format.reading(
                        partition,
                        Keys.mailbox(box.id()),
                        () -> {
                            throw new BytesReader.Malformed("no mailbox " + missing + " above it");
                        });
            }
            path.insert(0, MailboxName.SEPARATOR).insert(0, above.state().name().name());
            parent = living(above.parent(), byLevel);
        }
        return box.moved(new MailboxName(path.toString()), own);
    }

    /// The number of the mailbox, or of the one that took its place when it was deleted.
    private static int living(int mailbox, Map<Integer, Box> boxes) {
        int number = mailbox;
        for (int left = boxes.size(); left > 0; left--) {
            Box box = boxes.get(number);
            if (box == null || !box.deleted() || box.parent() == 0) {
                break;
            }
            number = box.parent();
        }
        return number;
    }

    /// Some of the mailboxes whose rows name another as the one above, or as the one that took
    /// their place.
    List<Integer> below(int mailbox, int most) {
        var found = new ArrayList<Integer>();
        store.scan(
                partition,
                Keys.MAILBOXES,
                row -> {
                    int id = Keys.mailboxNumber(row.key());
                    if (reading(row, value -> Box.decode(id, value)).box().parent() == mailbox) {
                        found.add(id);
                    }
                    return found.size() < most;
                });
        return found;
    }

    /// One page from the store; null where there is none. UIDs from `uidNext` on are left out.
    @Nullable Page page(int mailbox, int number, long uidNext) {
        Bytes key = Keys.page(mailbox, number);
        return store.read(partition, Range.of(key))
                .value()
                .map(value -> page(new Row(key, value), uidNext))
                .orElse(null);
    }

    /// The page with what lies at or above UIDNEXT, from a large copy that is not finished.
    @Nullable Page wholePage(int mailbox, int number) {
        return page(mailbox, number, Long.MAX_VALUE);
    }

    /// The first row of a range.
    Optional<Row> first(Range range) {
        var found = new ArrayList<Row>(1);
        store.scan(
                partition,
                range,
                row -> {
                    found.add(row);
                    return false;
                });
        return found.stream().findFirst();
    }

    /// At most `max` pages from the store, of the numbers `first` to `last`.
    List<Page> pages(int mailbox, int first, int last, int max, long uidNext) {
        var pages = new ArrayList<Page>();
        if (first <= last && max > 0) {
            store.scan(
                    partition,
                    Keys.pages(mailbox, first, last),
                    row -> {
                        Page page = page(row, uidNext);
                        if (!page.isEmpty()) {
                            pages.add(page);
                        }
                        return pages.size() < max;
                    });
        }
        return pages;
    }

    /// All pages of a mailbox.
    Spine spine(MailboxState mailbox) {
        int last = Page.numberOf(mailbox.uidNext());
        var spine = Spine.of(pages(mailbox.id(), 0, last, Integer.MAX_VALUE, mailbox.uidNext()));
        if (spine.size() != mailbox.messages()) {
            return Format.reading(
                    partition,
                    Keys.mailbox(mailbox.id()),
                    () -> {
                        throw new BytesReader.Malformed(
                                mailbox.messages()
                                        + " messages, but its pages have "
                                        + spine.size());
                    });
        }
        return spine;
    }

    private Page page(Row row, long uidNext) {
        return Format.reading(
                partition,
                row.key(),
                () -> PageCodec.decode(Keys.pageNumber(row.key()), row.value()).below(uidNext));
    }

    /// Any other row of the account.
    Optional<Bytes> row(Bytes key) {
        return store.read(partition, Range.of(key)).value();
    }

    /// A row of another partition.
    Optional<Bytes> row(Partition other, Bytes key) {
        return store.read(other, Range.of(key)).value();
    }

    <T> T reading(Row row, java.util.function.Function<Bytes, T> decoder) {
        return Format.reading(partition, row.key(), () -> decoder.apply(row.value()));
    }

    MailLimits limits() {
        return limits;
    }

    Partition partition() {
        return partition;
    }

    Store store() {
        return store;
    }
}
