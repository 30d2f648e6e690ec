package posthouse.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Mailbox states that differ in something from another.
final class States {
    private States() {}

    static MailboxState named(MailboxState state, MailboxName name) {
        return with(state, it -> it.name = name);
    }

    static MailboxState subscribed(MailboxState state, boolean subscribed) {
        return with(state, it -> it.subscribed = subscribed);
    }

    static MailboxState keywords(MailboxState state, List<String> keywords) {
        return with(state, it -> it.keywords = keywords);
    }

    static MailboxState inRole(MailboxState state, Optional<Role> role) {
        return with(state, it -> it.role = role);
    }

    /// After messages came, went or changed.
    static MailboxState counted(MailboxState state, Counts more, long uidNext, long highestModSeq) {
        return with(
                state,
                it -> {
                    it.uidNext = uidNext;
                    it.highestModSeq = highestModSeq;
                    it.messages += more.messages;
                    it.unseen += more.unseen;
                    it.deleted += more.deleted;
                    it.bytes += more.bytes;
                });
    }

    private static MailboxState with(MailboxState state, Consumer<Edit> change) {
        var edit = new Edit(state);
        change.accept(edit);
        return edit.done();
    }

    /// The components that change, while they do.
    private static final class Edit {
        final int id;
        final long uidValidity;
        MailboxName name;
        Optional<Role> role;
        long uidNext;
        long highestModSeq;
        int messages;
        int unseen;
        int deleted;
        long bytes;
        List<String> keywords;
        boolean subscribed;

        Edit(MailboxState from) {
            id = from.id();
            uidValidity = from.uidValidity();
            name = from.name();
            role = from.role();
            uidNext = from.uidNext();
            highestModSeq = from.highestModSeq();
            messages = from.messages();
            unseen = from.unseen();
            deleted = from.deleted();
            bytes = from.bytes();
            keywords = from.keywords();
            subscribed = from.subscribed();
        }

        MailboxState done() {
            return new MailboxState(
                    id,
                    name,
                    role,
                    uidValidity,
                    uidNext,
                    highestModSeq,
                    messages,
                    unseen,
                    deleted,
                    bytes,
                    keywords,
                    subscribed);
        }
    }
}
