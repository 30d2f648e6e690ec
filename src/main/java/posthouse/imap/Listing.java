package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.mailbox.AccountState;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;
import posthouse.mailbox.MailboxState;
import posthouse.mailbox.Role;

/// LIST and LSUB (RFC 3501 §6.3.8, §6.3.9; attributes: RFC 3348, RFC 6154).
final class Listing {
    private final SortedMap<MailboxName, MailboxState> mailboxes;
    private final SortedSet<MailboxName> subscribedMissing;
    private final ImapWriter writer;

    Listing(Account account, ImapWriter writer) {
        AccountState state = account.state();
        mailboxes = state.mailboxes();
        subscribedMissing = state.subscribedMissing();
        this.writer = writer;
    }

    void list(ImapCommand.ListMailboxes command) throws IOException, MailRefusal {
        if (command.pattern().isEmpty()) {
            writer.listRoot("LIST");
            return;
        }
        var pattern = pattern(command.reference(), command.pattern());
        for (MailboxState mailbox : inboxFirst()) {
            if (pattern.matches(mailbox.name())) {
                writer.list("LIST", attributes(mailbox), mailbox.name());
            }
        }
    }

    /// Special uses are told here too: Outlook and iOS ask for nothing else. A name that is not
    /// subscribed but has a subscribed one below it that `%` leaves out is told with \Noselect, and
    /// so is one whose mailbox is gone.
    void lsub(ImapCommand.Lsub command) throws IOException, MailRefusal {
        if (command.pattern().isEmpty()) {
            writer.listRoot("LSUB");
            return;
        }
        var pattern = pattern(command.reference(), command.pattern());
        var found = new TreeMap<MailboxName, List<String>>();
        subscribed()
                .forEach((name, attributes) -> {
                    if (pattern.matches(name)) {
                        found.put(name, attributes);
                    } else {
                        above(name, pattern)
                                .ifPresent(
                                        level -> found.putIfAbsent(level, List.of("\\Noselect")));
                    }
                });
        for (var name : found.entrySet()) {
            writer.list("LSUB", name.getValue(), name.getKey());
        }
    }

    private SortedMap<MailboxName, List<String>> subscribed() {
        var subscribed = new TreeMap<MailboxName, List<String>>();
        for (MailboxState mailbox : mailboxes.values()) {
            if (mailbox.subscribed()) {
                subscribed.put(mailbox.name(), attributes(mailbox));
            }
        }
        subscribedMissing.forEach(name -> subscribed.put(name, List.of("\\Noselect")));
        return subscribed;
    }

    private static ListPattern pattern(Bytes reference, Bytes pattern) throws MailRefusal {
        return new ListPattern(MailboxNames.text(reference), MailboxNames.text(pattern));
    }

    private static Optional<MailboxName> above(MailboxName name, ListPattern pattern) {
        Optional<MailboxName> level = name.parent();
        while (level.isPresent() && !pattern.matches(level.get())) {
            level = level.get().parent();
        }
        return level;
    }

    private List<MailboxState> inboxFirst() {
        var ordered = new ArrayList<MailboxState>(mailboxes.size());
        for (MailboxState mailbox : mailboxes.values()) {
            if (mailbox.name().isInbox()) {
                ordered.addFirst(mailbox);
            } else {
                ordered.add(mailbox);
            }
        }
        return ordered;
    }

    private List<String> attributes(MailboxState mailbox) {
        var attributes = new ArrayList<String>();
        attributes.add(hasChildren(mailbox.name()) ? "\\HasChildren" : "\\HasNoChildren");
        mailbox.role().flatMap(Listing::use).ifPresent(attributes::add);
        return attributes;
    }

    private boolean hasChildren(MailboxName name) {
        // The names below come behind name + "/", with nothing else between.
        var below = mailboxes.tailMap(new MailboxName(name.name() + MailboxName.SEPARATOR));
        return !below.isEmpty() && below.firstKey().isBelow(name);
    }

    private static Optional<String> use(Role role) {
        return switch (role) {
            case INBOX -> Optional.empty();
            case DRAFTS -> Optional.of("\\Drafts");
            case SENT -> Optional.of("\\Sent");
            case JUNK -> Optional.of("\\Junk");
            case TRASH -> Optional.of("\\Trash");
            case ARCHIVE -> Optional.of("\\Archive");
        };
    }
}
