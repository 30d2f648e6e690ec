package posthouse.mailbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import posthouse.address.Address;
import posthouse.mailbox.Destination.Onward;

/// Follows an address through aliases, groups and forwards to all who get its mail.
///
/// An address that comes back to itself ends there. An account keeps its mail where what it is
/// forwarded to comes back to it, or is nobody's.
final class Resolution {
    private final AddressBook book;
    private final Optional<AddressEntry> changed;

    /// Of each address met, by its key: whether its mail gets anywhere, as far as is known yet.
    private final Map<String, Boolean> arrives = new HashMap<>();

    private final Deque<Address> way = new ArrayDeque<>();
    private final Map<Long, Recipient> accounts = new LinkedHashMap<>();
    private final Map<String, Onward> onward = new LinkedHashMap<>();
    private Optional<String> trouble = Optional.empty();

    /// @param changed taken as if it were in the book
    Resolution(AddressBook book, Optional<AddressEntry> changed) {
        this.book = book;
        this.changed = changed;
    }

    /// Follows `entry`; once only.
    ///
    /// @param asked the address by which it was found
    /// @throws MailRefusal.Forbidden if that passes a limit
    Resolution from(AddressEntry entry, Address asked) throws MailRefusal.Forbidden {
        var _ = follow(entry, asked, Optional.empty());
        return this;
    }

    /// Empty where the mail gets nowhere.
    Optional<Destination> destination() {
        return accounts.isEmpty() && onward.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Destination(
                                List.copyOf(accounts.values()), List.copyOf(onward.values())));
    }

    /// The first thing that was wrong on the way, a sentence.
    Optional<String> trouble() {
        return trouble;
    }

    boolean met(AddressEntry entry) {
        return arrives.containsKey(entry.address().key());
    }

    private boolean follow(AddressEntry entry, Address named, Optional<Address> owner)
            throws MailRefusal.Forbidden {
        String key = entry.address().key();
        if (way.contains(entry.address())) {
            return comesBack(entry.address());
        } else if (arrives.containsKey(key)) {
            return arrives.get(key);
        }
        if (way.size() == Directory.DEPTH_MAX) {
            throw new MailRefusal.Forbidden(
                    "mail for %s would be passed on more than %d times; point it nearer to its end"
                            .formatted(way.getFirst(), Directory.DEPTH_MAX));
        }
        arrives.put(key, false);
        way.addLast(entry.address());
        boolean arrived =
                switch (entry) {
                    case AddressEntry.Own own -> own(own, named, owner);
                    case AddressEntry.Alias alias -> alias(alias, named, owner);
                };
        way.removeLast();
        arrives.put(key, arrived);
        return arrived;
    }

    private boolean own(AddressEntry.Own own, Address named, Optional<Address> owner)
            throws MailRefusal.Forbidden {
        if (own.forward().map(AddressEntry.Forward::keep).orElse(true)) {
            keep(own, named);
        }
        boolean arrived = true;
        for (Address to : own.targets()) {
            arrived &= target(to, own.address(), to, owner);
        }
        if (!arrived) {
            keep(own, named);
        }
        return true;
    }

    private void keep(AddressEntry.Own own, Address named) throws MailRefusal.Forbidden {
        arrives.put(own.address().key(), true);
        accounts.putIfAbsent(own.account(), new Recipient(named, own.account()));
        count();
    }

    private boolean alias(AddressEntry.Alias alias, Address named, Optional<Address> owner)
            throws MailRefusal.Forbidden {
        Optional<Address> ownerNow = alias.owner().or(() -> owner);
        boolean arrived = false;
        for (Address to : alias.targets()) {
            arrived |= target(to, alias.address(), to.detail().isEmpty() ? named : to, ownerNow);
        }
        return arrived;
    }

    private boolean target(Address to, Address by, Address named, Optional<Address> owner)
            throws MailRefusal.Forbidden {
        if (!book.isLocal(to.domain())) {
            onward.putIfAbsent(to.key(), new Onward(by, to, owner));
            count();
            return true;
        }
        Optional<AddressEntry> entry = book.find(to, changed);
        if (entry.isEmpty()) {
            trouble("nobody has the address " + to);
            return false;
        }
        return follow(entry.get(), named, owner);
    }

    private void count() throws MailRefusal.Forbidden {
        if (accounts.size() + onward.size() > Directory.MEMBERS_MAX) {
            throw new MailRefusal.Forbidden(
                    "mail for %s would go to more than %d addresses; take some out of it"
                            .formatted(way.getFirst(), Directory.MEMBERS_MAX));
        }
    }

    /// Nothing is lost by it if an account in the ring keeps a copy.
    private boolean comesBack(Address again) {
        List<Address> ring = way.stream().dropWhile(it -> !it.equals(again)).toList();
        boolean isKept = ring.stream().anyMatch(it -> arrives.get(it.key()));
        if (!isKept) {
            String round =
                    ring.stream().map(Address::toString).collect(Collectors.joining(", on to "));
            trouble(
                    "mail for %s would come back to it: %s, on to %s"
                            .formatted(again, round, again));
        }
        return isKept;
    }

    private void trouble(String sentence) {
        trouble = trouble.or(() -> Optional.of(sentence));
    }
}
