package posthouse.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.address.Domain;
import posthouse.mailbox.AddressEntry;
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
        public Object run(Office office, Progress progress) throws Refused {
            return office.directory().entries(office.domain(domain)).stream()
                    .map(AddressRow::of)
                    .toList();
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
            List<AddressEntry> entries = office.directory().entries(domain);
            int aliases =
                    (int) entries.stream().filter(AddressEntry.Alias.class::isInstance).count();
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
    /// @param kind `account`, `alias` or `group`
    record AddressRow(String address, String kind, List<String> goesTo) {
        static AddressRow of(AddressEntry entry) {
            return new AddressRow(
                    entry.address().toString(),
                    switch (entry) {
                        case AddressEntry.Own _ -> "account";
                        case AddressEntry.Alias it -> it.group().isPresent() ? "group" : "alias";
                    },
                    Targets.texts(entry.targets()));
        }
    }
}
