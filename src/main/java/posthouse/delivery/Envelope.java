package posthouse.delivery;

import java.net.InetAddress;
import java.util.Optional;

/// What is known of a message besides its octets: who sent it and how it came here.
///
/// @param id names the message's way through this server: in the answer to its sender, in the
///   Received field and in the log; an atom
/// @param reversePath as it stands in Return-Path, with its angle brackets; `<>` for notices
/// @param client who the sending machine says it is; any text
/// @param address where it sent from; empty on a unix socket
/// @param host this server's name
/// @param protocol the transmission type (RFC 3848, RFC 6531 §4.3), as `ESMTPS`
/// @param cipher the TLS cipher suite's IANA name (RFC 8314 §4.3)
public record Envelope(
        String id,
        String reversePath,
        String client,
        Optional<InetAddress> address,
        String host,
        String protocol,
        Optional<String> cipher) {}
