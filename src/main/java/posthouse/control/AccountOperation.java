package posthouse.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.auth.Credentials;
import posthouse.auth.PasswordAdvice;
import posthouse.auth.PasswordHash;
import posthouse.auth.PasswordMaker;
import posthouse.mailbox.Account;
import posthouse.mailbox.AccountState;
import posthouse.mailbox.AddressEntry;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Pop3Policy;

/// What can be asked about accounts.
public sealed interface AccountOperation extends Operation {
    /// `account add`. With neither password nor hash, a password is made and is in the answer.
    record Add(String address, Optional<Secret> password, Optional<Secret> hash)
            implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Address address = office.address(this.address);
            var _ = office.domain(address.domain().name());
            if (office.directory().entry(address).isPresent()) {
                throw new Refused(address + " exists already");
            }
            var chosen = NewPassword.of(office, address, password, hash);
            // In this order: what is cut off in between leaves nothing that can be seen, and may
            // be done again.
            Account account = office.accounts().create(office.accounts().newId(), address);
            account.setQuota(office.settings().quota().bytes(), office.settings().quotaMessages());
            chosen.set(office, address, account.id());
            office.directory().addAddress(address, account.id(), false);
            return new Opened(address.toString(), chosen.made());
        }
    }

    /// `account list`: of one domain or of all.
    record ListAll(Optional<String> domain) implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            List<Domain> domains =
                    domain.isPresent()
                            ? List.of(office.domain(domain.get()))
                            : office.directory().domains();
            var rows = new ArrayList<Row>();
            for (Domain wanted : domains) {
                for (AddressEntry entry : office.directory().entries(wanted)) {
                    if (entry instanceof AddressEntry.Own own) {
                        rows.add(Row.of(office.accounts().openAny(own.account())));
                    }
                }
            }
            return rows;
        }
    }

    /// `account show`.
    record Show(String address) implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            return Details.of(office, office.account(address));
        }
    }

    /// `account passwd`: ends the account's sessions.
    record Passwd(String address, Optional<Secret> password, Optional<Secret> hash)
            implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Account account = office.account(address);
            var chosen = NewPassword.of(office, account.address(), password, hash);
            chosen.set(office, account.address(), account.id());
            var _ = office.endSessions(account.id());
            return new Opened(account.address().toString(), chosen.made());
        }
    }

    /// `account disable`: nobody can log in and its sessions end; mail for it is still taken.
    record Disable(String address) implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Account account = office.account(address);
            account.setDisabled(true);
            int ended = office.endSessions(account.id());
            return account.address() + " is disabled; sessions ended: " + ended;
        }
    }

    /// `account enable`.
    record Enable(String address) implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Account account = office.account(address);
            account.setDisabled(false);
            return account.address() + " is enabled";
        }
    }

    /// `account remove`: with its aliases, and out of those that have others too; its mail goes
    /// into the grace area.
    record Remove(String address) implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Account account = office.account(address);
            Address own = account.address();
            for (Domain domain : office.directory().domains()) {
                if (office.directory().catchAll(domain).equals(Optional.of(account.id()))) {
                    office.directory().setCatchAll(domain, Optional.empty());
                }
            }
            office.credentials().remove(own);
            office.accounts().remove(account.id());
            // Last, with what points to it: as long as it is there, all can be done again.
            office.directory().removeAddress(own);
            var _ = office.endSessions(account.id());
            return own + " is removed";
        }
    }

    /// `account quota`.
    ///
    /// @param bytes 0: no limit; absent: as it was
    /// @param messages 0: no limit; absent: as it was
    record Quota(String address, OptionalLong bytes, OptionalLong messages)
            implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Account account = office.account(address);
            AccountState before = account.state();
            if (bytes.isPresent() || messages.isPresent()) {
                account.setQuota(
                        bytes.orElse(before.quotaBytes()), messages.orElse(before.quotaMessages()));
            }
            return Row.of(account);
        }
    }

    /// `account pop3`: what a POP3 session's end does to messages.
    ///
    /// @param onDelete absent: as it was
    /// @param onRetrieve absent: as it was
    record Pop3(
            String address,
            Optional<Pop3Policy.Action> onDelete,
            Optional<Pop3Policy.Action> onRetrieve)
            implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Account account = office.account(address);
            Pop3Policy before = account.state().pop3();
            var policy =
                    new Pop3Policy(
                            onDelete.orElse(before.onDelete()),
                            onRetrieve.orElse(before.onRetrieve()));
            if (!policy.equals(before)) {
                account.setPop3Policy(policy);
            }
            return new Pop3Row(
                    account.address().toString(),
                    word(policy.onDelete()),
                    word(policy.onRetrieve()));
        }
    }

    /// `account sending`: how many recipients it may write to in a day.
    ///
    /// @param recipients absent: as it was
    /// @param asOthers whether it has no number of its own any more
    record Sending(String address, OptionalLong recipients, boolean asOthers)
            implements AccountOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            if (recipients.orElse(0) < 0) {
                throw new Refused("an account cannot write to fewer than 0 recipients a day");
            }
            if (recipients.isPresent() && asOthers) {
                throw new Refused("a number of its own, or as others: not both");
            }
            Account account = office.account(address);
            if (recipients.isPresent() || asOthers) {
                account.setRecipientsPerDay(recipients);
            }
            return new SendingRow(account.address().toString(), aDay(account));
        }
    }

    /// What `account add` and `account passwd` answer.
    ///
    /// @param password the one that was made, if one was
    record Opened(String address, Optional<Secret> password) {}

    /// An account in a list.
    record Row(
            String address,
            String state,
            long messages,
            long bytes,
            long quotaMessages,
            long quotaBytes) {
        static Row of(Account account) {
            AccountState state = account.state();
            return new Row(
                    account.address().toString(),
                    state.disabled() ? "disabled" : "active",
                    state.usedMessages(),
                    state.usedBytes(),
                    state.quotaMessages(),
                    state.quotaBytes());
        }
    }

    /// How POP3 sessions end.
    record Pop3Row(String address, String onDelete, String onRetrieve) {}

    /// How many recipients an account may write to in a day.
    record SendingRow(String address, String recipientsPerDay) {}

    /// Everything about an account.
    record Details(
            String address,
            String state,
            List<String> aliases,
            List<String> forwardedTo,
            boolean keepsCopy,
            int mailboxes,
            long messages,
            long bytes,
            long quotaMessages,
            long quotaBytes,
            String recipientsPerDay,
            String pop3OnDelete,
            String pop3OnRetrieve,
            List<String> credentials,
            int sessions) {
        static Details of(Office office, Account account) {
            AccountState state = account.state();
            Row row = Row.of(account);
            var forward = ForwardOperation.Row.of(office, account.address());
            return new Details(
                    row.address(),
                    row.state(),
                    office.directory().addressesOf(account.id()).stream()
                            .map(Address::toString)
                            .filter(address -> !address.equals(row.address()))
                            .toList(),
                    forward.forwardedTo(),
                    forward.keepsCopy(),
                    state.mailboxes().size(),
                    row.messages(),
                    row.bytes(),
                    row.quotaMessages(),
                    row.quotaBytes(),
                    aDay(account),
                    word(state.pop3().onDelete()),
                    word(state.pop3().onRetrieve()),
                    credentials(office, account),
                    office.sessionsOf(account.id()));
        }

        private static List<String> credentials(Office office, Account account) {
            return office.credentials().show(account.address()).stream()
                    .flatMap(shown -> shown.opens().stream())
                    .map(Details::credential)
                    .toList();
        }

        private static String credential(Credentials.Opens opens) {
            String used = opens.lastUsed().map(time -> "last used " + time).orElse("not used yet");
            return opens.kind() + ", made " + opens.created() + ", " + used;
        }
    }

    private static String aDay(Account account) {
        OptionalLong own = account.state().recipientsPerDay();
        return own.isPresent() ? Long.toString(own.getAsLong()) : "as others";
    }

    private static String word(Pop3Policy.Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    /// A password or hash that an account is to get.
    ///
    /// @param made the password, where we made it
    record NewPassword(
            Optional<String> password, Optional<PasswordHash> hash, Optional<Secret> made) {
        static NewPassword of(
                Office office, Address address, Optional<Secret> password, Optional<Secret> hash)
                throws Refused {
            if (hash.isPresent()) {
                try {
                    var parsed = PasswordHash.parse(hash.get().value());
                    return new NewPassword(Optional.empty(), Optional.of(parsed), Optional.empty());
                } catch (PasswordHash.BadHash bad) {
                    throw new Refused(String.valueOf(bad.getMessage()));
                }
            }
            if (password.isPresent()) {
                Optional<String> wrong = PasswordAdvice.on(password.get().value(), address);
                if (wrong.isPresent()) {
                    throw new Refused(wrong.get());
                }
                return new NewPassword(
                        Optional.of(password.get().value()), Optional.empty(), Optional.empty());
            }
            String made = PasswordMaker.make(office.random());
            return new NewPassword(
                    Optional.of(made), Optional.empty(), Optional.of(new Secret(made)));
        }

        void set(Office office, Address address, long account) throws Refused {
            try {
                if (hash.isPresent()) {
                    office.credentials().setHash(address, account, hash.get());
                } else {
                    office.credentials().setPassword(address, account, password.orElseThrow());
                }
            } catch (IllegalArgumentException bad) {
                throw new Refused(String.valueOf(bad.getMessage()));
            }
        }
    }
}
