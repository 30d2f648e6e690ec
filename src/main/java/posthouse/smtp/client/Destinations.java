package posthouse.smtp.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import posthouse.address.Domain;
import posthouse.address.HostAddress;
import posthouse.dns.DnsFailure;
import posthouse.dns.Resolver;
import posthouse.dns.Resolver.Exchange;
import posthouse.queue.NextHop;

/// Finds the servers that take mail for a next hop (RFC 5321 §5.1).
final class Destinations {
    /// Servers of one next hop that are tried at a time, at most.
    static final int TARGETS_MAX = 20;

    private final Resolver resolver;
    private final ClientConfig config;
    private final RandomGenerator random;

    /// There is nobody to go to.
    static final class Nobody extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean forNow;
        private final String status;

        /// @param forNow whether there may be somebody later
        Nobody(boolean forNow, String status, String message) {
            super(message, null, false, false);
            this.forNow = forNow;
            this.status = status;
        }

        boolean forNow() {
            return forNow;
        }

        String status() {
            return status;
        }
    }

    Destinations(Resolver resolver, ClientConfig config, RandomGenerator random) {
        this.resolver = resolver;
        this.config = config;
        this.random = random;
    }

    /// @return one or more, in the order in which they are to be tried
    List<Target> of(NextHop hop) throws Nobody {
        return switch (hop) {
            case NextHop.Exchangers(Domain domain) -> exchangers(domain);
            case NextHop.Literal(String literal) -> List.of(literal(literal));
            case NextHop.Smarthost(String name) -> smarthost(name);
            case NextHop.Here _ -> throw new IllegalArgumentException("that is no other server");
        };
    }

    private List<Target> exchangers(Domain domain) throws Nobody {
        try {
            var found = resolver.exchanges(domain.name());
            var exchanges = found.records();
            if (exchanges.isEmpty()) {
                var addresses = resolver.addresses(domain.name());
                return implicit(domain, found.exists() || addresses.exists(), addresses.records());
            }
            if (exchanges.stream().allMatch(it -> it.host().isEmpty())) {
                // RFC 7505 §3
                throw new Nobody(false, "5.1.10", domain + " takes no mail (it has a null MX)");
            }
            return targets(domain, before(domain, exchanges));
        } catch (DnsFailure failure) {
            throw new Nobody(true, "4.4.3", failure.getMessage());
        }
    }

    /// A domain without MX is its own exchanger.
    private List<Target> implicit(Domain domain, boolean exists, List<InetAddress> addresses)
            throws Nobody {
        if (!exists) {
            throw new Nobody(false, "5.1.2", "the domain " + domain + " does not exist");
        }
        if (addresses.isEmpty()) {
            throw new Nobody(
                    false, "5.1.2", domain + " takes no mail: it has neither MX nor address");
        }
        return cut(mixed(domain.name(), addresses, config.port()));
    }

    /// Those that are preferred to ourselves, where we are one of them.
    private List<Exchange> before(Domain domain, List<Exchange> exchanges) throws Nobody {
        int own =
                exchanges.stream()
                        .filter(it -> it.host().equalsIgnoreCase(config.name()))
                        .mapToInt(Exchange::preference)
                        .min()
                        .orElse(Integer.MAX_VALUE);
        var better = exchanges.stream().filter(it -> it.preference() < own).toList();
        if (better.isEmpty()) {
            throw new Nobody(
                    false,
                    "5.4.6",
                    "mail for "
                            + domain
                            + " comes back to this server, "
                            + config.name()
                            + ", which does not know the domain");
        }
        return better;
    }

    private List<Target> targets(Domain domain, List<Exchange> exchanges) throws Nobody {
        var targets = new ArrayList<Target>();
        Optional<DnsFailure> failure = Optional.empty();
        for (Exchange exchange : shuffled(exchanges)) {
            if (targets.size() >= TARGETS_MAX || exchange.host().isEmpty()) {
                continue;
            }
            try {
                var addresses = resolver.addresses(exchange.host()).records();
                targets.addAll(mixed(exchange.host(), addresses, config.port()));
            } catch (DnsFailure notKnown) {
                failure = Optional.of(notKnown);
            }
        }
        if (targets.isEmpty()) {
            throw failure.map(it -> new Nobody(true, "4.4.3", it.getMessage()))
                    .orElseGet(() ->
                            new Nobody(
                                    false,
                                    "5.4.4",
                                    "none of the mail exchangers of "
                                            + domain
                                            + " has an address"));
        }
        return cut(targets);
    }

    /// By preference; those with the same in any order, so that they share the work.
    private List<Exchange> shuffled(List<Exchange> exchanges) {
        var all = new ArrayList<>(exchanges);
        Collections.shuffle(all, java.util.Random.from(random));
        all.sort(java.util.Comparator.comparingInt(Exchange::preference));
        return all;
    }

    /// A host's addresses in any order, the families by turns: where one of them leads nowhere, the
    /// next is of the other.
    private List<Target> mixed(String host, List<InetAddress> addresses, int port) {
        var six = new ArrayList<InetAddress>();
        var four = new ArrayList<InetAddress>();
        addresses.forEach(it -> (it instanceof Inet6Address ? six : four).add(it));
        Collections.shuffle(six, java.util.Random.from(random));
        Collections.shuffle(four, java.util.Random.from(random));
        var targets = new ArrayList<Target>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            if (i < six.size()) {
                targets.add(new Target(host, six.get(i), port));
            }
            if (i < four.size()) {
                targets.add(new Target(host, four.get(i), port));
            }
        }
        return targets;
    }

    private static List<Target> cut(List<Target> targets) {
        return List.copyOf(targets.subList(0, Math.min(targets.size(), TARGETS_MAX)));
    }

    /// `"[" ( IPv4-address-literal / "IPv6:" IPv6-addr ) "]"` (RFC 5321 §4.1.3)
    private Target literal(String literal) throws Nobody {
        var address =
                HostAddress.ofLiteral(literal)
                        .orElseThrow(() ->
                                new Nobody(false, "5.1.2", literal + " is no address of a server"));
        return new Target(HostAddress.text(address), address, config.port());
    }

    private List<Target> smarthost(String name) throws Nobody {
        Smarthost smarthost = config.smarthosts().get(name);
        if (smarthost == null) {
            throw new Nobody(true, "4.3.5", "there is no smarthost " + name + " in the settings");
        }
        try {
            var literal = InetAddress.ofLiteral(smarthost.host());
            return List.of(new Target(smarthost.host(), literal, smarthost.port()));
        } catch (IllegalArgumentException _) {
            return named(smarthost);
        }
    }

    private List<Target> named(Smarthost smarthost) throws Nobody {
        try {
            var addresses = resolver.addresses(smarthost.host()).records();
            if (addresses.isEmpty()) {
                throw new Nobody(
                        true, "4.4.4", "the smarthost " + smarthost.host() + " has no address");
            }
            return cut(mixed(smarthost.host(), addresses, smarthost.port()));
        } catch (DnsFailure failure) {
            throw new Nobody(true, "4.4.3", failure.getMessage());
        }
    }
}
