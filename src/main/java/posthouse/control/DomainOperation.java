package posthouse.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.address.Domain;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailRefusal;

/// What can be asked about domains.
public sealed interface DomainOperation extends Operation {
    /// `domain add`: mail for it is ours from now on.
    ///
    /// @param catchAll the account that gets what nobody has; an empty text: nobody; absent: as it
    ///   was
    record Add(String domain, Optional<String> catchAll) implements DomainOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Domain domain = Office.newDomain(this.domain);
            if (!office.directory().isLocal(domain)) {
                office.directory().addDomain(domain);
            }
            if (catchAll.isPresent()) {
                office.directory().setCatchAll(domain, taker(office, catchAll.get()));
            }
            return "mail for " + domain.unicode() + " is taken from now on";
        }

        private static Optional<Long> taker(Office office, String address)
                throws Refused, MailRefusal {
            return address.isEmpty() ? Optional.empty() : Optional.of(office.account(address).id());
        }
    }

    /// `domain list`.
    record ListAll() implements DomainOperation {
        @Override
        public Object run(Office office, Progress progress) throws MailRefusal {
            var rows = new ArrayList<Row>();
            for (Domain domain : office.directory().domains()) {
                rows.add(Row.of(office, domain));
            }
            return rows;
        }
    }

    /// `domain show`: a domain's addresses.
    record Show(String domain) implements DomainOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            var rows = new ArrayList<AddressRow>();
            for (Directory.Entry entry : office.directory().entries(office.domain(domain))) {
                rows.add(AddressRow.of(office, entry));
            }
            return rows;
        }
    }

    /// `domain remove`: only when nobody has an address in it.
    record Remove(String domain) implements DomainOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Domain domain = office.domain(this.domain);
            office.directory().removeDomain(domain);
            return "mail for " + domain.unicode() + " is no longer taken";
        }
    }

    /// A domain in a list.
    record Row(String domain, int accounts, int aliases, String catchAll) {
        static Row of(Office office, Domain domain) throws MailRefusal {
            List<Directory.Entry> entries = office.directory().entries(domain);
            int aliases = (int) entries.stream().filter(Directory.Entry::alias).count();
            Optional<Long> taker = office.directory().catchAll(domain);
            String catchAll =
                    taker.isEmpty()
                            ? ""
                            : office.accounts().openAny(taker.get()).address().toString();
            return new Row(domain.unicode(), entries.size() - aliases, aliases, catchAll);
        }
    }

    /// An address in a list.
    ///
    /// @param kind `account` or `alias`
    record AddressRow(String address, String kind, String account) {
        static AddressRow of(Office office, Directory.Entry entry) throws MailRefusal {
            return new AddressRow(
                    entry.address().toString(),
                    entry.alias() ? "alias" : "account",
                    office.accounts().openAny(entry.account()).address().toString());
        }
    }
}
