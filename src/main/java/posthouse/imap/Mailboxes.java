package posthouse.imap;

import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxState;
import posthouse.mailbox.Role;

/// CREATE, DELETE, RENAME, SUBSCRIBE and UNSUBSCRIBE (RFC 3501 §6.3.3 to §6.3.7), and which mailbox
/// a command means.
final class Mailboxes {
    private final Account account;
    private final MailboxNames names;

    Mailboxes(Account account, MailboxNames names) {
        this.account = account;
        this.names = names;
    }

    /// One mailbox of an account has a use; another cannot have it too (RFC 6154 §3).
    ///
    /// @return the response code for the tagged OK (RFC 8474 §4.1)
    String create(ImapCommand.Create command) throws MailRefusal, Refused {
        var name = names.read(command.mailbox());
        var use = use(command.uses());
        if (use.isPresent() && account.state().mailbox(use.get()).isPresent()) {
            throw new Refused("USEATTR", "there is a mailbox of that use already");
        }
        return ImapWriter.mailboxId(account.create(name, use));
    }

    private static Optional<Role> use(List<String> uses) throws Refused {
        if (uses.size() > 1) {
            throw new Refused("USEATTR", "a mailbox has one use");
        }
        return uses.isEmpty() ? Optional.empty() : Optional.of(SpecialUse.role(uses.getFirst()));
    }

    /// @return the number of the mailbox that went
    int delete(ImapCommand.Delete command) throws MailRefusal {
        var name = names.read(command.mailbox());
        int id = account.state().mailbox(name).id();
        account.delete(name);
        return id;
    }

    void rename(ImapCommand.Rename command) throws MailRefusal {
        account.rename(names.read(command.from()), names.read(command.to()));
    }

    void subscribe(ImapCommand.Subscribe command) throws MailRefusal {
        account.subscribe(names.read(command.mailbox()), command.subscribed());
    }

    /// The mailbox that COPY, MOVE or APPEND names.
    ///
    /// @throws Refused with TRYCREATE if there is none yet (§6.3.11, §6.4.7)
    MailboxState target(Bytes sent) throws MailRefusal, Refused {
        var name = names.read(sent);
        var target = account.state().mailboxes().get(name);
        if (target == null) {
            throw new Refused("TRYCREATE", "there is no mailbox " + name);
        }
        return target;
    }
}
