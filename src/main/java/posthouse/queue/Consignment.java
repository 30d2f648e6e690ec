package posthouse.queue;

import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;

/// A message for some recipients that go to the same next hop.
///
/// @param octets opens the message from its start
/// @param length its octets
/// @param headerLength those of its header section, the empty line included
public record Consignment(
        Mail mail,
        NextHop nextHop,
        List<To> recipients,
        Supplier<InputStream> octets,
        long length,
        int headerLength) {}
