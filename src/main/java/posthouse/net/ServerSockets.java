package posthouse.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import posthouse.address.HostAddress;

/// Opens sockets that listen, and sets up those that are accepted.
final class ServerSockets {
    private static final int BACKLOG = 1024;

    /// Unanswered probes after which a peer is given up.
    private static final int PROBES = 3;

    private ServerSockets() {}

    static ServerSocketChannel open(SocketAddress address) throws CannotListen {
        try {
            return switch (address) {
                case InetSocketAddress inet -> openInet(inet);
                case UnixDomainSocketAddress unix -> openUnix(unix);
                default -> throw new IOException("an address of an unknown kind");
            };
        } catch (IOException | UnsupportedOperationException failure) {
            throw new CannotListen(
                    "cannot listen on " + show(address) + ": " + why(failure), failure);
        }
    }

    /// Small answers leave at once (else each waits 40 ms for an acknowledgement), and a peer that
    /// has vanished is found.
    static void prepare(SocketChannel channel, Duration vanishedAfter) throws IOException {
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress)) {
            return;
        }
        int seconds = Math.toIntExact(Math.max(vanishedAfter.toSeconds(), 2 * PROBES));
        int interval = seconds / (2 * PROBES);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.setOption(
                ExtendedSocketOptions.TCP_KEEPIDLE, Math.max(seconds - PROBES * interval - 1, 1));
        channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, interval);
        channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    }

    static String show(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address.toString();
        }
        String host =
                inet.isUnresolved() ? inet.getHostString() : HostAddress.text(inet.getAddress());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
    }

    /// With the family named: else Java would listen on all of IPv6 where 0.0.0.0 is asked for.
    private static ServerSocketChannel openInet(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("there is no host of that name");
        }
        var channel = openFor(address.getAddress());
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(address, BACKLOG);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private static ServerSocketChannel openFor(InetAddress address) throws IOException {
        if (address instanceof Inet4Address) {
            return ServerSocketChannel.open(StandardProtocolFamily.INET);
        }
        try {
            return ServerSocketChannel.open(StandardProtocolFamily.INET6);
        } catch (UnsupportedOperationException noIpv6) {
            if (address.isAnyLocalAddress()) {
                return ServerSocketChannel.open(); // [::] takes what this machine has
            }
            throw noIpv6;
        }
    }

    /// Takes the place of a socket that a server before has left behind, not of one that is in use.
    private static ServerSocketChannel openUnix(UnixDomainSocketAddress address)
            throws IOException {
        Path file = address.getPath();
        if (Files.exists(file)) {
            if (answers(address)) {
                throw new BindException("Address already in use");
            }
            Files.delete(file);
        }
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(address, BACKLOG);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private static boolean answers(UnixDomainSocketAddress address) {
        try (var _ = SocketChannel.open(address)) {
            return true;
        } catch (IOException _) {
            return false; // nobody listens there any more
        }
    }

    private static String why(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof BindException && message.contains("in use")) {
            return "the address is in use by another program";
        }
        if (failure instanceof SocketException && message.contains("Permission denied")) {
            return "ports below 1024 need root or the capability CAP_NET_BIND_SERVICE";
        }
        if (failure instanceof BindException && message.contains("Cannot assign")) {
            return "this machine has no such address";
        }
        return message;
    }
}
