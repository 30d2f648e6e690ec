package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.mailbox.AccountState;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;
import posthouse.mailbox.MailboxState;

/// LIST (RFC 9051 §6.3.9, RFC 5258; attributes: RFC 3348, RFC 6154) and LSUB (RFC 3501 §6.3.9).
final class Listing {
    private final SortedMap<MailboxName, MailboxState> mailboxes;
    private final SortedSet<MailboxName> subscribedMissing;
    private final MailboxNames names;
    private final ImapWriter writer;
    private final MailboxStatus status;

    Listing(Account account, MailboxNames names, ImapWriter writer, MailboxStatus status) {
        AccountState state = account.state();
        mailboxes = state.mailboxes();
        subscribedMissing = state.subscribedMissing();
        this.names = names;
        this.writer = writer;
        this.status = status;
    }

    void list(ImapCommand.ListMailboxes command) throws IOException {
        var options = command.options();
        if (!options.extended() && command.patterns().getFirst().isEmpty()) {
            writer.listRoot("LIST");
            return;
        }
        var patterns = patterns(command);
        Above above = options.recursive() ? above(options, patterns) : Above.NOTHING;
        for (MailboxName name : candidates(options, above)) {
            if (matches(patterns, name)
                    && (isSelected(name, options) || above.hidden().contains(name))) {
                tell(name, options, above.all().contains(name));
            }
        }
    }

    /// What may be told, INBOX first: mailboxes, and where it was asked for, names that have none.
    private List<MailboxName> candidates(ListOptions options, Above above) {
        var sorted = new TreeSet<>(mailboxes.keySet());
        if (options.subscribed()) {
            sorted.addAll(subscribedMissing);
            sorted.addAll(above.hidden());
        }
        var candidates = new ArrayList<MailboxName>(sorted);
        if (candidates.remove(MailboxName.INBOX)) {
            candidates.addFirst(MailboxName.INBOX);
        }
        return candidates;
    }

    private List<ListPattern> patterns(ImapCommand.ListMailboxes command) {
        return command.patterns().stream()
                .filter(pattern -> !pattern.isEmpty())
                .flatMap(pattern -> ifPossible(command.reference(), pattern).stream())
                .toList();
    }

    /// A pattern that no name can match is passed over (§6.3.9).
    private Optional<ListPattern> ifPossible(Bytes reference, Bytes pattern) {
        try {
            return Optional.of(pattern(reference, pattern));
        } catch (MailRefusal.BadMailboxName _) {
            return Optional.empty();
        }
    }

    private static boolean matches(List<ListPattern> patterns, MailboxName name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    private boolean isSelected(MailboxName name, ListOptions options) {
        var mailbox = Optional.ofNullable(mailboxes.get(name));
        return (!options.subscribed() || isSubscribed(name))
                && (!options.specialUse()
                        || mailbox.flatMap(MailboxState::role).flatMap(SpecialUse::of).isPresent());
    }

    private boolean isSubscribed(MailboxName name) {
        var mailbox = mailboxes.get(name);
        return mailbox == null ? subscribedMissing.contains(name) : mailbox.subscribed();
    }

    /// What stands above selected mailboxes (§6.3.9.6).
    ///
    /// @param all names above one
    /// @param hidden names above one that the patterns leave out: without them it would not be seen
    private record Above(Set<MailboxName> all, Set<MailboxName> hidden) {
        static final Above NOTHING = new Above(Set.of(), Set.of());
    }

    private Above above(ListOptions options, List<ListPattern> patterns) {
        var above = new Above(new HashSet<>(), new HashSet<>());
        for (MailboxName name : candidates(options, Above.NOTHING)) {
            if (isSelected(name, options)) {
                boolean hidden = !matches(patterns, name);
                var level = name.parent();
                while (level.isPresent()) {
                    above.all().add(level.get());
                    if (hidden) {
                        above.hidden().add(level.get());
                    }
                    level = level.get().parent();
                }
            }
        }
        return above;
    }

    /// LIST, and STATUS behind it where it is asked for (RFC 5819 §2).
    private void tell(MailboxName name, ListOptions options, boolean aboveOthers)
            throws IOException {
        var mailbox = mailboxes.get(name);
        var attributes = new ArrayList<String>();
        if (options.returnSubscribed() && isSubscribed(name)) {
            attributes.add("\\Subscribed");
        }
        attributes.addAll(attributes(name));
        writer.list(attributes, name, aboveOthers ? criteria(options) : List.of());
        if (mailbox != null && !options.status().isEmpty()) {
            try {
                status.tell(mailbox, options.status());
            } catch (MailRefusal _) {
                // It went meanwhile.
            }
        }
    }

    /// What CHILDINFO names.
    private static List<String> criteria(ListOptions options) {
        var criteria = new ArrayList<String>();
        if (options.subscribed()) {
            criteria.add("SUBSCRIBED");
        }
        if (options.specialUse()) {
            criteria.add("SPECIAL-USE");
        }
        return criteria;
    }

    /// The mailbox that SELECT opens, as IMAP4rev2 tells it (RFC 9051 §6.3.2).
    void selected(Bytes called) throws IOException, MailRefusal.BadMailboxName {
        var name = names.read(called);
        if (isNormal(called)) {
            writer.list(attributes(name), name, List.of());
        } else {
            writer.renamed(attributes(name), name, names.text(called));
        }
    }

    /// The name that a mailbox has got, or had, where the client has called it otherwise (RFC 9051
    /// §6.3.9.7).
    ///
    /// @param now what the client has called it since RENAME; else as `called`
    void normalized(Bytes called, Bytes now) throws IOException, MailRefusal.BadMailboxName {
        if (!isNormal(called) || !isNormal(now)) {
            var name = names.read(now);
            writer.renamed(attributes(name), name, names.text(called));
        }
    }

    private boolean isNormal(Bytes called) throws MailRefusal.BadMailboxName {
        String name = names.read(called).name();
        String text = names.text(called);
        return text.equals(name) || text.equals(name + MailboxName.SEPARATOR);
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
            writer.lsub(name.getValue(), name.getKey());
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

    private ListPattern pattern(Bytes reference, Bytes pattern) throws MailRefusal.BadMailboxName {
        return new ListPattern(names.text(reference), names.text(pattern));
    }

    private static Optional<MailboxName> above(MailboxName name, ListPattern pattern) {
        Optional<MailboxName> level = name.parent();
        while (level.isPresent() && !pattern.matches(level.get())) {
            level = level.get().parent();
        }
        return level;
    }

    /// Also of a name without a mailbox.
    private List<String> attributes(MailboxName name) {
        var mailbox = mailboxes.get(name);
        return mailbox == null ? List.of("\\NonExistent", children(name)) : attributes(mailbox);
    }

    private List<String> attributes(MailboxState mailbox) {
        var attributes = new ArrayList<String>();
        attributes.add(children(mailbox.name()));
        mailbox.role().flatMap(SpecialUse::of).ifPresent(attributes::add);
        return attributes;
    }

    private String children(MailboxName name) {
        return hasChildren(name) ? "\\HasChildren" : "\\HasNoChildren";
    }

    private boolean hasChildren(MailboxName name) {
        // The names below come behind name + "/", with nothing else between.
        var below = mailboxes.tailMap(new MailboxName(name.name() + MailboxName.SEPARATOR));
        return !below.isEmpty() && below.firstKey().isBelow(name);
    }
}
