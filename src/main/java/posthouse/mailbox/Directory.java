package posthouse.mailbox;

import java.util.List;
import java.util.Optional;
import posthouse.address.Address;
import posthouse.address.Domain;

/// Which domains and addresses are ours, and whose they are (partitions `D/<domain>`).
public final class Directory {
    Directory() {}

    public boolean isLocal(Domain domain) {
        throw new UnsupportedOperationException();
    }

    /// The account that gets mail for `address`: the address itself, an alias, the address without
    /// its detail, `postmaster` or `abuse` (which always exist: RFC 5321 §4.5.1, RFC 2142), or the
    /// domain's catch-all, in this order. Empty where the domain is ours and nobody has the
    /// address, or it is not ours.
    public Optional<Recipient> find(Address address) {
        throw new UnsupportedOperationException();
    }

    /// Bare `Postmaster` (RFC 5321 §4.1.1.3), which means that of the first domain; empty where
    /// there is no domain yet.
    public Optional<Recipient> postmaster() {
        throw new UnsupportedOperationException();
    }

    public List<Domain> domains() {
        throw new UnsupportedOperationException();
    }

    /// The first domain, in which login names without @ are looked up.
    public Optional<Domain> firstDomain() {
        throw new UnsupportedOperationException();
    }

    public void addDomain(Domain domain) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// @throws MailRefusal.Forbidden while accounts or aliases have addresses in it
    public void removeDomain(Domain domain) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// Gives an address to an account: its own, or an alias.
    ///
    /// @throws MailRefusal.BadAddress if it is taken or the domain is not ours
    public void addAddress(Address address, long account, boolean alias) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    public void removeAddress(Address address) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    /// Whoever gets what nobody has; empty: nobody.
    public void setCatchAll(Domain domain, Optional<Long> account) throws MailRefusal {
        throw new UnsupportedOperationException();
    }

    public Optional<Long> catchAll(Domain domain) {
        throw new UnsupportedOperationException();
    }

    /// Every address of a domain, by address.
    public List<Entry> entries(Domain domain) {
        throw new UnsupportedOperationException();
    }

    /// The account's own address first, then its aliases.
    public List<Address> addressesOf(long account) {
        throw new UnsupportedOperationException();
    }

    /// An address and whose it is.
    public record Entry(Address address, long account, boolean alias) {}
}
