package posthouse.dns;

import java.net.InetAddress;
import java.util.List;

/// Looks names up. Any thread; blocks as long as it takes.
public interface Resolver {
    /// What was found.
    ///
    /// @param exists whether there is such a name at all (not NXDOMAIN, RFC 2308 §2.1)
    /// @param records empty where the name has none of that kind
    record Found<T>(boolean exists, List<T> records) {
        public static <T> Found<T> nothing() {
            return new Found<>(false, List.of());
        }
    }

    /// A domain's mail exchangers (RFC 5321 §5.1), the most preferred first; those of the same
    /// preference in no order. A null MX (RFC 7505) is one whose host is empty.
    ///
    /// @param domain in A-label form
    Found<Exchange> exchanges(String domain) throws DnsFailure;

    /// A host's IPv4 and IPv6 addresses.
    ///
    /// @throws DnsFailure only if neither kind was found and one of them perhaps exists
    Found<InetAddress> addresses(String host) throws DnsFailure;

    /// A name's TXT records, the strings of each put together.
    Found<String> texts(String name) throws DnsFailure;

    /// A mail exchanger.
    ///
    /// @param host without a dot at the end; empty for a null MX
    record Exchange(int preference, String host) {}
}
