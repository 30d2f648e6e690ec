package posthouse.mailbox;

import java.util.List;
import java.util.Optional;
import posthouse.address.Address;

/// Where mail for an address goes: one or more of both together, each account and each address
/// elsewhere once.
public record Destination(List<Recipient> accounts, List<Onward> onward) {
    /// Mail that goes on to another server.
    ///
    /// @param by the address here whose owner wants it
    /// @param to elsewhere
    /// @param owner of a group that it came through: the reverse-path (RFC 5321 §3.9.2)
    public record Onward(Address by, Address to, Optional<Address> owner) {}

    /// The account that the mail goes to, if it goes there alone.
    public Optional<Recipient> onlyAccount() {
        return onward.isEmpty() && accounts.size() == 1
                ? Optional.of(accounts.getFirst())
                : Optional.empty();
    }
}
