package posthouse.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.address.Address;
import posthouse.mailbox.AddressEntry.Alias;
import posthouse.mailbox.AddressEntry.Group;
import posthouse.mailbox.MailRefusal;

/// What can be asked about groups: aliases with an owner, who hears what could not be delivered, or
/// to which only members may write.
public sealed interface GroupOperation extends Operation {
    /// `group add`: makes a group, or gives it further members.
    ///
    /// @param owner an empty text: nobody; absent: as it was
    /// @param membersOnly absent: as it was
    record Add(
            String group,
            List<String> members,
            Optional<String> owner,
            Optional<Boolean> membersOnly)
            implements GroupOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Address address = Targets.newAddress(office, group);
            Optional<Alias> before = Targets.aliasOrGroup(office, address);
            Optional<Group> was = before.flatMap(Alias::group);
            if (before.isPresent() && was.isEmpty()) {
                throw new Refused(address + " is an alias: posthouse alias remove " + address);
            }
            var now =
                    new Group(
                            owner(office, was),
                            membersOnly.orElse(was.map(Group::membersOnly).orElse(false)));
            List<Address> all = Targets.together(office, before, members);
            if (all.isEmpty()) {
                throw new Refused("a group has at least one member");
            }
            office.directory().setAlias(address, all, Optional.of(now));
            return Targets.sentence(office, address);
        }

        private Optional<Address> owner(Office office, Optional<Group> was) throws Refused {
            if (owner.isEmpty()) {
                return was.flatMap(Group::owner);
            }
            return owner.get().isEmpty()
                    ? Optional.empty()
                    : Optional.of(office.address(owner.get()));
        }
    }

    /// `group list`: of one domain or of all.
    record ListAll(Optional<String> domain) implements GroupOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            var rows = new ArrayList<Row>();
            for (Alias alias : Targets.aliasesAndGroups(office, domain)) {
                if (alias.group().isPresent()) {
                    rows.add(Row.of(alias, alias.group().get()));
                }
            }
            return rows;
        }
    }

    /// `group show`.
    record Show(String group) implements GroupOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused {
            Alias found = found(office, office.address(group));
            return Details.of(found, found.group().orElseThrow());
        }
    }

    /// `group remove`: the group, or some of its members. One that has none left goes too.
    record Remove(String group, List<String> members) implements GroupOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Alias found = found(office, office.address(group));
            List<Address> rest = Targets.without(office, found, members);
            if (rest.isEmpty()) {
                Targets.remove(office, found);
                return found.address() + " is no group any more";
            }
            office.directory().setAlias(found.address(), rest, found.group());
            return Targets.sentence(office, found.address());
        }
    }

    private static Alias found(Office office, Address address) throws Refused {
        return Targets.aliasOrGroup(office, address)
                .filter(it -> it.group().isPresent())
                .orElseThrow(() -> new Refused("there is no group " + address));
    }

    /// A group in a list.
    record Row(String group, int members, String owner, boolean membersOnly) {
        static Row of(Alias alias, Group group) {
            return new Row(
                    alias.address().toString(),
                    alias.targets().size(),
                    group.owner().map(Address::toString).orElse(""),
                    group.membersOnly());
        }
    }

    /// Everything about a group.
    record Details(String group, String owner, boolean membersOnly, List<String> members) {
        static Details of(Alias alias, Group group) {
            Row row = Row.of(alias, group);
            return new Details(
                    row.group(), row.owner(), row.membersOnly(), Targets.texts(alias.targets()));
        }
    }
}
