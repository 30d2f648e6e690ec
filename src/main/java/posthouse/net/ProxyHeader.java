package posthouse.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// What a proxy says in front of a connection that it passes on: the PROXY protocol, versions 1 (a
/// line of text) and 2 (binary).
///
/// @param source the client's address. Empty where the proxy speaks for itself (LOCAL): then its
///   own address counts
record ProxyHeader(Optional<InetAddress> source) {
    /// Stands for a client of which the proxy knows no address: nobody, and not local.
    static final InetAddress UNKNOWN = InetAddress.ofLiteral("0.0.0.0");

    /// A line of version 1 with its end.
    private static final int LINE_BYTES_MAX = 107;

    /// What may follow the fixed part of version 2: addresses and extensions.
    private static final int REST_BYTES_MAX = 4096;

    /// What is common to both: the shortest line of version 1 has 15 octets, the fixed part of
    /// version 2 has 16.
    private static final int START_BYTES = 12;

    private static final Bytes SIGNATURE = Bytes.latin1("\r\n\r\n\0\r\nQUIT\n");
    private static final Bytes LINE_START = Bytes.latin1("PROXY ");
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;

    /// Reads a header and not one octet more.
    ///
    /// @throws BadProxyHeader if something else comes
    static ProxyHeader read(Transport transport) throws IOException {
        Bytes start = exactly(transport, START_BYTES);
        if (start.equals(SIGNATURE)) {
            return readBinary(transport);
        }
        if (start.startsWith(LINE_START)) {
            return readLine(transport, start);
        }
        throw new BadProxyHeader("no PROXY header");
    }

    private static ProxyHeader readLine(Transport transport, Bytes start) throws IOException {
        var line = new BytesBuilder().append(start);
        while (line.array()[line.length() - 1] != '\n') {
            if (line.length() == LINE_BYTES_MAX) {
                throw new BadProxyHeader("a PROXY line without end");
            }
            line.append(exactly(transport, 1));
        }
        String text = line.build().latin1();
        if (!text.endsWith("\r\n")) {
            throw new BadProxyHeader("a PROXY line that does not end with CRLF");
        }
        return parse(List.of(text.substring(0, text.length() - 2).split(" ", -1)));
    }

    private static ProxyHeader parse(List<String> words) throws BadProxyHeader {
        String family = words.get(1);
        if (family.equals("UNKNOWN")) {
            return new ProxyHeader(Optional.of(UNKNOWN)); // the rest of the line is to be ignored
        }
        var form =
                switch (family) {
                    case "TCP4" -> IPV4;
                    case "TCP6" -> IPV6;
                    default -> throw new BadProxyHeader("an unknown family in a PROXY line");
                };
        if (words.size() != 6 || !isPort(words.get(4)) || !isPort(words.get(5))) {
            throw new BadProxyHeader("a PROXY line with wrong fields");
        }
        var _ = address(form, words.get(3));
        return new ProxyHeader(Optional.of(address(form, words.get(2))));
    }

    private static boolean isPort(String word) {
        return PORT.matcher(word).matches() && Integer.parseInt(word) <= 65_535;
    }

    private static InetAddress address(Pattern form, String word) throws BadProxyHeader {
        if (!form.matcher(word).matches()) {
            throw new BadProxyHeader("a PROXY line with a wrong address");
        }
        try {
            return InetAddress.ofLiteral(word);
        } catch (IllegalArgumentException _) {
            throw new BadProxyHeader("a PROXY line with a wrong address");
        }
    }

    /// Version, command, family, a length in two octets; then so many octets, which begin with the
    /// source address.
    private static ProxyHeader readBinary(Transport transport) throws IOException {
        Bytes fixed = exactly(transport, 4);
        int length = (fixed.at(2) & 0xff) << 8 | fixed.at(3) & 0xff;
        if (length > REST_BYTES_MAX) {
            throw new BadProxyHeader("a PROXY header of " + length + " octets");
        }
        Bytes rest = exactly(transport, length);
        return switch (fixed.at(0) & 0xff) {
            case LOCAL -> new ProxyHeader(Optional.empty());
            case PROXY -> new ProxyHeader(Optional.of(source(fixed.at(1) & 0xff, rest)));
            default -> throw new BadProxyHeader("an unknown command in a PROXY header");
        };
    }

    private static InetAddress source(int family, Bytes rest) throws IOException {
        return switch (family) {
            case TCP_OVER_IPV4 -> address(rest, 4);
            case TCP_OVER_IPV6 -> address(rest, 16);
            default -> UNKNOWN;
        };
    }

    /// Source and destination address, then both ports.
    private static InetAddress address(Bytes rest, int bytes) throws BadProxyHeader {
        if (rest.length() < 2 * bytes + 4) {
            throw new BadProxyHeader("a PROXY header that is too short");
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOf(rest.toArray(), bytes));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // its length is that of an address
        }
    }

    private static Bytes exactly(Transport transport, int count) throws IOException {
        var octets = ByteBuffer.allocate(count);
        while (octets.hasRemaining()) {
            if (transport.read(octets) < 0) {
                throw new BadProxyHeader("the line ended in a PROXY header");
            }
        }
        return Bytes.wrap(octets.array());
    }
}
