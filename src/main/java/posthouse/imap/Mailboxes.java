package posthouse.imap;

import java.io.IOException;
import java.util.ArrayList;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxState;

/// CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE and STATUS (RFC 3501 §6.3.3 to §6.3.7, §6.3.10).
final class Mailboxes {
    private final Account account;
    private final ImapWriter writer;

    Mailboxes(Account account, ImapWriter writer) {
        this.account = account;
        this.writer = writer;
    }

    void create(ImapCommand.Create command) throws MailRefusal {
        var _ = account.create(MailboxNames.read(command.mailbox()));
    }

    /// @return the number of the mailbox that went
    int delete(ImapCommand.Delete command) throws MailRefusal {
        var name = MailboxNames.read(command.mailbox());
        int id = account.state().mailbox(name).id();
        account.delete(name);
        return id;
    }

    void rename(ImapCommand.Rename command) throws MailRefusal {
        account.rename(MailboxNames.read(command.from()), MailboxNames.read(command.to()));
    }

    void subscribe(ImapCommand.Subscribe command) throws MailRefusal {
        account.subscribe(MailboxNames.read(command.mailbox()), command.subscribed());
    }

    void status(ImapCommand.Status command) throws IOException, MailRefusal {
        var mailbox = account.state().mailbox(MailboxNames.read(command.mailbox()));
        var items = new ArrayList<String>();
        for (StatusItem item : command.items()) {
            items.add(item.name() + " " + value(item, mailbox));
        }
        writer.status(mailbox.name(), items);
    }

    private long value(StatusItem item, MailboxState mailbox) {
        return switch (item) {
            case HIGHESTMODSEQ -> mailbox.highestModSeq();
            case MESSAGES -> mailbox.messages();
            case RECENT -> account.recent(mailbox.id());
            case UIDNEXT -> mailbox.uidNext();
            case UIDVALIDITY -> mailbox.uidValidity();
            case UNSEEN -> mailbox.unseen();
        };
    }

    /// The mailbox that COPY, MOVE or APPEND names.
    ///
    /// @throws Refused with TRYCREATE if there is none yet (§6.3.11, §6.4.7)
    static MailboxState target(Account account, Bytes sent) throws MailRefusal, Refused {
        var name = MailboxNames.read(sent);
        var target = account.state().mailboxes().get(name);
        if (target == null) {
            throw new Refused("TRYCREATE", "there is no mailbox " + name);
        }
        return target;
    }
}
