package posthouse.net;

/// How many connections there may be at once.
///
/// @param total of all addresses and listeners
/// @param byAddress of one IPv4 address or one IPv6 network of 64 bits; loopback and unix sockets
///   are exempt
public record ConnectionLimits(int total, int byAddress) {
    public static final ConnectionLimits STANDARD = new ConnectionLimits(10_000, 100);
}
