package posthouse.mailbox;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An account as it was at one revision: immutable, and everything in it durable. What is loaded of
/// its pages is in the boxes; the rest is in the store.
final class Snapshot {
    private final long revision;
    private final Header header;
    private final Settings settings;
    private final SubscribedNames names;
    private final Map<Integer, Box> boxes;
    private volatile @Nullable AccountState state;

    /// @param boxes by number, also deleted ones; does not change from now on
    Snapshot(
            long revision,
            Header header,
            Settings settings,
            SubscribedNames names,
            Map<Integer, Box> boxes) {
        this.revision = revision;
        this.header = header;
        this.settings = settings;
        this.names = names;
        this.boxes = boxes;
    }

    long revision() {
        return revision;
    }

    Header header() {
        return header;
    }

    Settings settings() {
        return settings;
    }

    SubscribedNames names() {
        return names;
    }

    /// By number, also deleted ones.
    Map<Integer, Box> boxes() {
        return boxes;
    }

    /// The mailbox of that number that is not deleted.
    @Nullable Box box(int id) {
        Box box = boxes.get(id);
        return box == null || box.deleted() ? null : box;
    }

    /// What the protocols see; made when first asked for, since most changes are followed by others
    /// before anybody asks.
    AccountState state() {
        AccountState known = state;
        if (known == null) {
            known = makeState();
            state = known;
        }
        return known;
    }

    private AccountState makeState() {
        var byName = new TreeMap<MailboxName, MailboxState>();
        var byNumber = new HashMap<Integer, MailboxState>();
        for (Box box : boxes.values()) {
            if (!box.deleted()) {
                MailboxState mailbox = shown(box.state());
                byName.put(mailbox.name(), mailbox);
                byNumber.put(mailbox.id(), mailbox);
            }
        }
        var missing = new TreeSet<>(names.numbers().keySet());
        missing.removeAll(byName.keySet());
        return new AccountState(
                Collections.unmodifiableSortedMap(byName),
                Collections.unmodifiableMap(byNumber),
                Collections.unmodifiableSortedSet(missing),
                header.usedBytes(),
                header.usedMessages(),
                settings.quotaBytes(),
                settings.quotaMessages(),
                header.nextModSeq() - 1,
                header.disabledSince() != 0,
                settings.pop3(),
                settings.recipientsPerDay());
    }

    private MailboxState shown(MailboxState mailbox) {
        return names.has(mailbox.name()) ? States.subscribed(mailbox, true) : mailbox;
    }
}
