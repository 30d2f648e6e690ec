package posthouse.control;

import java.util.Locale;
import posthouse.mailbox.Account;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;
import posthouse.mailbox.MailboxState;

/// What can be asked about an account's mailboxes.
public sealed interface MailboxOperation extends Operation {
    /// `mailbox list`.
    record ListAll(String account) implements MailboxOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            return office.account(account).state().all().stream().map(Row::of).toList();
        }
    }

    /// `mailbox create`.
    record Create(String account, String name) implements MailboxOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Account account = office.account(this.account);
            MailboxName name = MailboxName.of(this.name);
            if (!account.state().mailboxes().containsKey(name)) {
                var _ = account.create(name);
                account.subscribe(name, true);
            }
            return account.address() + " has the mailbox " + name;
        }
    }

    /// `mailbox rename`, with those below it.
    record Rename(String account, String from, String to) implements MailboxOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            office.account(account).rename(MailboxName.of(from), MailboxName.of(to));
            return from + " is now " + to;
        }
    }

    /// `mailbox delete`: into the grace area.
    record Delete(String account, String name) implements MailboxOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            office.account(account).delete(MailboxName.of(name));
            return name + " is deleted";
        }
    }

    /// A mailbox in a list.
    record Row(
            String mailbox, String use, int messages, int unseen, long bytes, boolean subscribed) {
        static Row of(MailboxState state) {
            return new Row(
                    state.name().toString(),
                    state.role().map(role -> role.name().toLowerCase(Locale.ROOT)).orElse(""),
                    state.messages(),
                    state.unseen(),
                    state.bytes(),
                    state.subscribed());
        }
    }
}
