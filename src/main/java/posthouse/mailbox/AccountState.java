package posthouse.mailbox;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;

/// An account as it was at one moment: immutable, and everything in it durable.
///
/// @param mailboxes by name, deleted ones not among them
/// @param byNumber the same by their ids
/// @param subscribedMissing names that are subscribed and have no mailbox (RFC 3501 §6.3.9)
/// @param quotaBytes 0: no limit
/// @param quotaMessages 0: no limit
/// @param recipientsPerDay that it may write to; empty: as many as others
public record AccountState(
        SortedMap<MailboxName, MailboxState> mailboxes,
        Map<Integer, MailboxState> byNumber,
        SortedSet<MailboxName> subscribedMissing,
        long usedBytes,
        long usedMessages,
        long quotaBytes,
        long quotaMessages,
        long highestModSeq,
        boolean disabled,
        Pop3Policy pop3,
        OptionalLong recipientsPerDay) {
    public Collection<MailboxState> all() {
        return mailboxes.values();
    }

    public MailboxState mailbox(MailboxName name) throws MailRefusal.NoSuchMailbox {
        MailboxState found = mailboxes.get(name);
        if (found == null) {
            throw new MailRefusal.NoSuchMailbox(name.name());
        }
        return found;
    }

    public Optional<MailboxState> mailbox(int id) {
        return Optional.ofNullable(byNumber.get(id));
    }

    public Optional<MailboxState> mailbox(Role role) {
        return mailboxes.values().stream()
                .filter(m -> m.role().equals(Optional.of(role)))
                .findFirst();
    }
}
