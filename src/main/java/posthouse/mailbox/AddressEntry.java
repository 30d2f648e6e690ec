package posthouse.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import posthouse.address.Address;

/// An address of ours and what it stands for.
public sealed interface AddressEntry {
    Address address();

    /// Where its mail goes on to; each is ours or elsewhere.
    List<Address> targets();

    /// An account's own address.
    record Own(Address address, long account, Optional<Forward> forward) implements AddressEntry {
        @Override
        public List<Address> targets() {
            return forward.map(Forward::to).orElse(List.of());
        }
    }

    /// Stands for others.
    ///
    /// @param group empty for a mere alias, which leaves the sender as it is
    record Alias(Address address, List<Address> targets, Optional<Group> group)
            implements AddressEntry {
        /// Of a group, if it has one.
        Optional<Address> owner() {
            return group.flatMap(Group::owner);
        }
    }

    /// Where an account's mail goes.
    ///
    /// @param keep whether the account has it too
    record Forward(List<Address> to, boolean keep) {}

    /// What makes an alias a group.
    ///
    /// @param owner hears what could not be delivered (RFC 5321 §3.9.2)
    /// @param membersOnly whether only who gets its mail may write to it
    record Group(Optional<Address> owner, boolean membersOnly) {}

    /// Without the targets and the owner that `gone` names; empty for an alias that has none left.
    default Optional<AddressEntry> without(Predicate<Address> gone) {
        List<Address> rest = targets().stream().filter(gone.negate()).toList();
        return switch (this) {
            case Own(var address, var account, var forward) ->
                    Optional.of(
                            new Own(
                                    address,
                                    account,
                                    forward.filter(_ -> !rest.isEmpty())
                                            .map(it -> new Forward(rest, it.keep()))));
            case Alias _ when rest.isEmpty() -> Optional.empty();
            case Alias(var address, _, var group) ->
                    Optional.of(
                            new Alias(
                                    address,
                                    rest,
                                    group.map(it ->
                                            new Group(
                                                    it.owner().filter(gone.negate()),
                                                    it.membersOnly()))));
        };
    }
}
