package posthouse.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.address.Address;
import posthouse.mailbox.AddressEntry.Alias;
import posthouse.mailbox.MailRefusal;

/// What can be asked about aliases: addresses that stand for others, here or elsewhere.
public sealed interface AliasOperation extends Operation {
    /// `alias add`: makes an alias, or gives it further targets.
    record Add(String alias, List<String> targets) implements AliasOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Address address = Targets.newAddress(office, alias);
            Optional<Alias> before = Targets.aliasOrGroup(office, address);
            if (before.isPresent() && before.get().group().isPresent()) {
                throw new Refused(address + " is a group: posthouse group add " + address);
            }
            List<Address> all = Targets.together(office, before, targets);
            office.directory().setAlias(address, all, Optional.empty());
            return Targets.sentence(office, address);
        }
    }

    /// `alias list`: of one domain or of all.
    record ListAll(Optional<String> domain) implements AliasOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            var rows = new ArrayList<Row>();
            for (Alias alias : Targets.aliasesAndGroups(office, domain)) {
                if (alias.group().isEmpty()) {
                    rows.add(Row.of(alias));
                }
            }
            return rows;
        }
    }

    /// `alias remove`: the alias, or some of its targets. One that has none left goes too.
    record Remove(String alias, List<String> targets) implements AliasOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Address address = office.address(alias);
            Alias found =
                    Targets.aliasOrGroup(office, address)
                            .filter(it -> it.group().isEmpty())
                            .orElseThrow(() -> new Refused("there is no alias " + address));
            List<Address> rest = Targets.without(office, found, targets);
            if (rest.isEmpty()) {
                Targets.remove(office, found);
                return address + " is no alias any more";
            }
            office.directory().setAlias(address, rest, Optional.empty());
            return Targets.sentence(office, address);
        }
    }

    /// An alias in a list.
    record Row(String alias, List<String> targets) {
        static Row of(Alias alias) {
            return new Row(alias.address().toString(), Targets.texts(alias.targets()));
        }
    }
}
