package posthouse.mailbox;

import java.util.List;

/// Mailbox states that differ in something from another.
final class States {
    private States() {}

    static MailboxState named(MailboxState s, MailboxName name) {
        return new MailboxState(
                s.id(),
                name,
                s.role(),
                s.uidValidity(),
                s.uidNext(),
                s.highestModSeq(),
                s.messages(),
                s.unseen(),
                s.deleted(),
                s.bytes(),
                s.keywords(),
                s.subscribed());
    }

    static MailboxState subscribed(MailboxState s, boolean subscribed) {
        return new MailboxState(
                s.id(),
                s.name(),
                s.role(),
                s.uidValidity(),
                s.uidNext(),
                s.highestModSeq(),
                s.messages(),
                s.unseen(),
                s.deleted(),
                s.bytes(),
                s.keywords(),
                subscribed);
    }

    static MailboxState keywords(MailboxState s, List<String> keywords) {
        return new MailboxState(
                s.id(),
                s.name(),
                s.role(),
                s.uidValidity(),
                s.uidNext(),
                s.highestModSeq(),
                s.messages(),
                s.unseen(),
                s.deleted(),
                s.bytes(),
                keywords,
                s.subscribed());
    }

    static MailboxState inRole(MailboxState s, java.util.Optional<Role> role) {
        return new MailboxState(
                s.id(),
                s.name(),
                role,
                s.uidValidity(),
                s.uidNext(),
                s.highestModSeq(),
                s.messages(),
                s.unseen(),
                s.deleted(),
                s.bytes(),
                s.keywords(),
                s.subscribed());
    }

    /// After messages came, went or changed.
    static MailboxState counted(MailboxState s, Counts more, long uidNext, long highestModSeq) {
        return new MailboxState(
                s.id(),
                s.name(),
                s.role(),
                s.uidValidity(),
                uidNext,
                highestModSeq,
                s.messages() + more.messages,
                s.unseen() + more.unseen,
                s.deleted() + more.deleted,
                s.bytes() + more.bytes,
                s.keywords(),
                s.subscribed());
    }
}
