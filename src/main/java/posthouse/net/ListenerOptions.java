package posthouse.net;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/// What a listener is to do.
///
/// @param protocol as logs name it: `imap`, `submission`
/// @param address where to listen; port 0 takes a free one. `[::]` takes IPv4 as well
/// @param security needs certificates unless it is [Security#NONE]
/// @param refusal how the line begins that a client gets when there are too many connections,
///   before the words that say so; with TLS from the first octet it is only closed
/// @param proxies from these addresses a connection must begin with a PROXY header, from others it
///   must not
/// @param vanishedAfter how soon a peer that is gone without a word is noticed while the line is
///   idle
public record ListenerOptions(
        String protocol,
        SocketAddress address,
        Security security,
        String refusal,
        List<Network> proxies,
        Duration vanishedAfter) {
    /// Seldom enough for a phone in IDLE, whose radio each probe wakes, and often enough for the
    /// routers in between, that forget a line on which nothing happens.
    public static final Duration VANISHED_AFTER = Duration.ofMinutes(10);

    public ListenerOptions(
            String protocol, SocketAddress address, Security security, String refusal) {
        this(protocol, address, security, refusal, List.of(), VANISHED_AFTER);
    }

    public ListenerOptions proxies(List<Network> others) {
        return new ListenerOptions(protocol, address, security, refusal, others, vanishedAfter);
    }

    public ListenerOptions vanishedAfter(Duration other) {
        return new ListenerOptions(protocol, address, security, refusal, proxies, other);
    }
}
