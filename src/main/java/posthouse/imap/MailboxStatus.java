package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import posthouse.mailbox.Account;
import posthouse.mailbox.Flags;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxState;

/// STATUS (RFC 9051 §6.3.11), and the same in LIST (RFC 5819).
final class MailboxStatus {
    private final Account account;
    private final MailboxNames names;
    private final ImapWriter writer;
    private final long appendLimit;

    /// @param appendLimit octets of the largest message that APPEND takes
    MailboxStatus(Account account, MailboxNames names, ImapWriter writer, long appendLimit) {
        this.account = account;
        this.names = names;
        this.writer = writer;
        this.appendLimit = appendLimit;
    }

    void run(ImapCommand.Status command) throws IOException, MailRefusal {
        tell(account.state().mailbox(names.read(command.mailbox())), command.items());
    }

    /// @throws MailRefusal.NoSuchMailbox if it has gone meanwhile; nothing was told then
    void tell(MailboxState mailbox, List<StatusItem> wanted) throws IOException, MailRefusal {
        var items = new ArrayList<String>(wanted.size());
        for (StatusItem item : wanted) {
            items.add(item.text() + " " + value(item, mailbox));
        }
        writer.status(mailbox.name(), items);
    }

    private String value(StatusItem item, MailboxState mailbox) throws IOException, MailRefusal {
        return switch (item) {
            case HIGHESTMODSEQ -> Long.toString(mailbox.highestModSeq());
            case MESSAGES -> Long.toString(mailbox.messages());
            case RECENT -> Long.toString(account.recent(mailbox.id()));
            case UIDNEXT -> Long.toString(mailbox.uidNext());
            case UIDVALIDITY -> Long.toString(mailbox.uidValidity());
            case UNSEEN -> Long.toString(mailbox.unseen());
            case DELETED -> Long.toString(mailbox.deleted());
            case SIZE -> Long.toString(mailbox.bytes());
            case DELETED_STORAGE -> Long.toString(deletedOctets(mailbox));
            case MAILBOXID -> "(" + ObjectId.mailbox(mailbox) + ")";
            case APPENDLIMIT -> Long.toString(appendLimit);
        };
    }

    /// Octets that EXPUNGE would free. They are counted only when asked for, so the messages are
    /// gone through where there is one that is deleted.
    private long deletedOctets(MailboxState mailbox) throws IOException, MailRefusal {
        if (mailbox.deleted() == 0) {
            return 0;
        }
        var octets = new AtomicLong();
        try (var view = account.select(mailbox.id(), false)) {
            view.forEach(
                    1,
                    view.size(),
                    (_, placement) -> {
                        if (placement.flags().has(Flags.DELETED)) {
                            var _ = octets.addAndGet(placement.size());
                        }
                    });
        }
        return octets.get();
    }
}
