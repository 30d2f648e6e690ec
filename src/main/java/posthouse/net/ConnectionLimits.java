package posthouse.net;

import java.util.List;

/// How many connections there may be. Loopback addresses, unix sockets and trusted networks count
/// only for the total.
///
/// @param total at once, of all addresses and listeners
/// @param byAddress at once, of one IPv4 address or one IPv6 network of 64 bits
/// @param perMinute new ones of one network, as [NetworkRate] has it; 0: no limit
public record ConnectionLimits(int total, int byAddress, int perMinute, List<Network> trusted) {
    public static final ConnectionLimits STANDARD =
            new ConnectionLimits(10_000, 100, 600, List.of());
}
