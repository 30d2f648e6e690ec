package posthouse.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.mailbox.Account;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailRefusal;

/// What can be asked about aliases: further addresses of an account.
public sealed interface AliasOperation extends Operation {
    /// `alias add`.
    record Add(String alias, String account) implements AliasOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Address address = office.address(alias);
            var _ = office.domain(address.domain().name());
            Account account = office.account(this.account);
            Optional<Directory.Entry> taken = office.entry(address);
            if (taken.isPresent()) {
                if (taken.get().account() != account.id()) {
                    throw new Refused(address + " is taken");
                }
            } else {
                office.directory().addAddress(address, account.id(), true);
            }
            return "mail for " + address + " goes to " + account.address();
        }
    }

    /// `alias list`: of one domain or of all.
    record ListAll(Optional<String> domain) implements AliasOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            List<Domain> domains =
                    domain.isPresent()
                            ? List.of(office.domain(domain.get()))
                            : office.directory().domains();
            var rows = new ArrayList<Row>();
            for (Domain wanted : domains) {
                for (Directory.Entry entry : office.directory().entries(wanted)) {
                    if (entry.alias()) {
                        rows.add(Row.of(office, entry));
                    }
                }
            }
            return rows;
        }
    }

    /// `alias remove`.
    record Remove(String alias) implements AliasOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Address address = office.address(alias);
            boolean isAlias = office.entry(address).filter(Directory.Entry::alias).isPresent();
            if (!isAlias) {
                throw new Refused("there is no alias " + address);
            }
            office.directory().removeAddress(address);
            return address + " is no alias any more";
        }
    }

    /// An alias in a list.
    record Row(String alias, String account) {
        static Row of(Office office, Directory.Entry entry) throws MailRefusal {
            return new Row(
                    entry.address().toString(),
                    office.accounts().openAny(entry.account()).address().toString());
        }
    }
}
