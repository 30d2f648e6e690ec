package posthouse.net;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import posthouse.time.Clock;

/// How much of something each network may have in a minute. What it did not use it may have later,
/// up to one minute's worth: a token bucket a network.
///
/// A network is an IPv4 /24 or an IPv6 /56, which is what one customer has or one sender rents. All
/// of it is in memory; the network that asked least lately is forgotten first. Any thread.
public final class NetworkRate {
    /// Networks that are remembered, at some hundred octets each.
    public static final int NETWORKS_MAX = 20_000;

    private static final int IPV4_OCTETS = 3;
    private static final int IPV6_OCTETS = 7;
    private static final double NANOS_A_MINUTE = Duration.ofMinutes(1).toNanos();

    private final Clock clock;
    private final int perMinute;
    private final Map<Long, Bucket> buckets = new Recent();

    /// What one network has left.
    private static final class Bucket {
        private double left;
        private long asOf;

        Bucket(double left, long asOf) {
            this.left = left;
            this.asOf = asOf;
        }
    }

    /// The buckets that were asked for last.
    private static final class Recent extends LinkedHashMap<Long, Bucket> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Bucket> eldest) {
            return size() > NETWORKS_MAX;
        }
    }

    /// @param perMinute 0: no limit
    public NetworkRate(Clock clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
    }

    public int perMinute() {
        return perMinute;
    }

    /// Takes one for the network that the address is in.
    ///
    /// @return false if it has had them all for now
    public synchronized boolean take(InetAddress address) {
        if (perMinute == 0) {
            return true;
        }
        long now = clock.nanos();
        var bucket = buckets.computeIfAbsent(network(address), _ -> new Bucket(perMinute, now));
        double earned = (now - bucket.asOf) * perMinute / NANOS_A_MINUTE;
        bucket.left = Math.min(perMinute, bucket.left + earned);
        bucket.asOf = now;
        if (bucket.left < 1) {
            return false;
        }
        bucket.left--;
        return true;
    }

    /// How many networks are remembered.
    synchronized int networks() {
        return buckets.size();
    }

    /// The octets that name the network, with their number in front.
    private static long network(InetAddress address) {
        byte[] octets = address.getAddress();
        int count = octets.length == 4 ? IPV4_OCTETS : IPV6_OCTETS;
        long network = count;
        for (int i = 0; i < count; i++) {
            network = network << Byte.SIZE | Byte.toUnsignedInt(octets[i]);
        }
        return network;
    }
}
