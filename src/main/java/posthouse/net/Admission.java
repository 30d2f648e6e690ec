package posthouse.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import posthouse.time.Clock;

/// Counts connections against their limits.
final class Admission {
    /// What one customer usually has of IPv6 (RFC 6177).
    private static final int IPV6_PREFIX = 64;

    private final ConnectionLimits limits;
    private final NetworkRate rate;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int total;

    Admission(Clock clock, ConnectionLimits limits) {
        this.limits = limits;
        rate = new NetworkRate(clock, limits.perMinute());
    }

    /// @return whether there was room in total; then [#leave] is owed
    synchronized boolean enter() {
        if (total >= limits.total()) {
            return false;
        }
        total++;
        return true;
    }

    synchronized void leave() {
        total--;
    }

    /// @return why this address may not connect now; if it may, [#leave(InetAddress)] is owed
    Optional<String> enter(InetAddress address) {
        if (Network.trusts(limits.trusted(), address)) {
            return Optional.empty();
        }
        if (!rate.take(address)) {
            return Optional.of("from one network (" + rate.perMinute() + " a minute)");
        }
        return count(address)
                ? Optional.empty()
                : Optional.of("from one address (" + limits.byAddress() + " at once)");
    }

    private synchronized boolean count(InetAddress address) {
        int count = byAddress.merge(counted(address), 1, Integer::sum);
        if (count > limits.byAddress()) {
            leave(address);
            return false;
        }
        return true;
    }

    synchronized void leave(InetAddress address) {
        byAddress.computeIfPresent(counted(address), (_, n) -> n == 1 ? null : n - 1);
    }

    private static InetAddress counted(InetAddress address) {
        return address instanceof Inet6Address
                ? new Network(address, IPV6_PREFIX).first()
                : address;
    }
}
