package posthouse.smtp.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How we go to other servers.
///
/// @param name who we say we are (EHLO)
/// @param port of mail exchangers: 25, but in tests
/// @param sources our addresses to go out from, one a family at most; the machine chooses for the
///   others
/// @param smarthosts by their names
public record ClientConfig(
        String name,
        int port,
        Timeouts timeouts,
        List<InetAddress> sources,
        Map<String, Smarthost> smarthosts) {
    Optional<InetAddress> source(InetAddress to) {
        return sources.stream()
                .filter(it -> it instanceof Inet4Address == to instanceof Inet4Address)
                .findFirst();
    }
}
