package posthouse.smtp.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import posthouse.dns.DnsFailure;
import posthouse.dns.Resolver;

/// The names of some block lists. bad.example has 192.0.2.99 and 2001:db8::99, and so has
/// silent.example, without a reason; all others are of no use in one way or another.
final class Listings implements Resolver {
    private static final String NET_99 = "99.2.0.192.";
    private static final String NET_99_IN_6 =
            "9.9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.";

    /// All names that were asked for.
    final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    /// What each name stands for.
    final Map<String, List<String>> addresses =
            new ConcurrentHashMap<>(
                    Map.of(
                            NET_99 + "bad.example",
                            List.of("127.0.0.2"),
                            NET_99_IN_6 + "bad.example",
                            List.of("127.0.0.4", "127.0.0.9"),
                            NET_99 + "silent.example",
                            List.of("127.0.0.2"),
                            NET_99 + "closed.example",
                            List.of("127.255.255.254"),
                            NET_99 + "sold.example",
                            List.of("203.0.113.80"),
                            NET_99 + "gone.example",
                            List.of("127.0.0.2"),
                            "1.0.0.127.gone.example",
                            List.of("127.0.0.2")));

    @Override
    public Found<Exchange> exchanges(String domain) {
        return Found.nothing();
    }

    @Override
    public Found<InetAddress> addresses(String host) throws DnsFailure {
        asked.add(host);
        if (host.endsWith(".bug.example")) {
            throw new IllegalStateException("a fault of ours");
        }
        if (host.endsWith(".broken.example")) {
            throw new DnsFailure("looking up A of " + host + ": SERVFAIL");
        }
        var found = addresses.getOrDefault(host, List.of());
        return new Found<>(!found.isEmpty(), found.stream().map(InetAddress::ofLiteral).toList());
    }

    @Override
    public Found<String> texts(String name) throws DnsFailure {
        if (name.endsWith(".silent.example")) {
            throw new DnsFailure("looking up TXT of " + name + ": SERVFAIL");
        }
        return new Found<>(true, List.of("Spam received, see https://bad.example/?q"));
    }
}
