package posthouse.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import posthouse.address.HostAddress;
import posthouse.bytes.Bytes;

/// Waits for clients at one address and gives each to a service, on a virtual thread of its own.
public final class Listener implements AutoCloseable {
    /// How long accepting rests after it has failed, for example for want of file descriptors.
    private static final Duration REST = Duration.ofMillis(200);

    /// How long a proxy may take for its header.
    private static final Duration PROXY_HEADER_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final ListenerOptions options;
    private final Service service;
    private final Optional<StartTls> tls;
    private final Connections connections;
    private final ServerSocketChannel socket;
    private final SocketAddress address;

    private Listener(
            ListenerOptions options,
            Service service,
            Optional<StartTls> tls,
            Connections connections)
            throws IOException {
        this.options = options;
        this.service = service;
        this.tls = tls;
        this.connections = connections;
        socket = ServerSockets.open(options.address());
        address = socket.getLocalAddress();
    }

    /// Begins to listen.
    ///
    /// @param tls what a handshake is done with; see [TlsTransport#accepting]
    /// @throws CannotListen if the address cannot be had
    public static Listener open(
            ListenerOptions options,
            Service service,
            Optional<StartTls> tls,
            Connections connections)
            throws IOException {
        if (options.security() != Security.NONE && tls.isEmpty()) {
            throw new IllegalArgumentException("a listener with TLS needs a certificate");
        }
        var listener = new Listener(options, service, tls, connections);
        Thread.ofPlatform()
                .daemon()
                .name("listener " + options.protocol() + " " + ServerSockets.show(listener.address))
                .start(listener::accept);
        return listener;
    }

    public ListenerOptions options() {
        return options;
    }

    /// Where it listens, with the port that it got.
    public SocketAddress address() {
        return address;
    }

    /// The port that it got; -1 for a unix socket.
    public int port() {
        return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    /// Accepts no more clients. Those that are there stay.
    @Override
    public void close() {
        try {
            socket.close();
            if (address instanceof UnixDomainSocketAddress unix) {
                var _ = Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException failure) {
            LOG.debug("closing a listener", failure);
        }
    }

    private void accept() {
        while (socket.isOpen()) {
            try {
                greet(socket.accept());
            } catch (ClosedChannelException _) {
                return; // by close()
            } catch (IOException | RuntimeException | Error failure) {
                LOG.warn(
                        "Cannot accept {} connections on {} for the moment.",
                        options.protocol(),
                        ServerSockets.show(address),
                        failure);
                rest();
            }
        }
    }

    private void rest() {
        var over = new CountDownLatch(1);
        var _ = connections.timers().after(REST, over::countDown);
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // then it rests no more
        }
    }

    private void greet(SocketChannel channel) {
        if (!connections.admission().enter()) {
            if (connections.refusals().isTime()) {
                LOG.warn("Refusing connections: there are too many in total.");
            }
            refuse(channel, "");
            return;
        }
        String id = connections.nextId();
        var _ =
                Thread.ofVirtual()
                        .name(options.protocol() + " " + id)
                        .start(() -> run(channel, id));
    }

    /// A few octets always fit into a new socket, so this does not block.
    ///
    /// @param which too many of which connections there are; empty: of all
    private void refuse(SocketChannel channel, String which) {
        try (channel) {
            if (options.security() != Security.TLS) {
                var _ = channel.write(ByteBuffer.wrap(refusal(which).toArray()));
                var _ = channel.shutdownOutput();
            }
        } catch (IOException gone) {
            LOG.debug("the client did not wait to be refused", gone);
        }
    }

    private Bytes refusal(String which) {
        String many = which.isEmpty() ? "too many connections" : "too many connections " + which;
        return Bytes.utf8(options.refusal() + many + ", try again later\r\n");
    }

    private void run(SocketChannel channel, String id) {
        MDC.put("conn", id);
        MDC.put("protocol", options.protocol());
        try (channel) {
            ServerSockets.prepare(channel, options.vanishedAfter());
            admit(channel, id);
        } catch (IOException gone) {
            LOG.debug("The connection is gone: {}", gone.toString());
        } catch (RuntimeException | Error ours) {
            LOG.error("A session failed; its connection is closed.", ours);
        } finally {
            connections.admission().leave();
            MDC.clear();
        }
    }

    private void admit(SocketChannel channel, String id) throws IOException {
        var transport = new SocketTransport(channel);
        var client = client(channel, transport);
        if (client.isEmpty()) {
            converse(transport, new Peer(id, client, Optional.empty()));
            return;
        }
        var tooMany = connections.admission().enter(client.get());
        if (tooMany.isPresent()) {
            if (connections.refusals().isTime()) {
                LOG.warn(
                        "Refusing a connection of {}: too many {}.",
                        HostAddress.text(client.get()),
                        tooMany.get());
            }
            refuse(channel, tooMany.get());
            return;
        }
        try {
            converse(transport, new Peer(id, client, Optional.empty()));
        } finally {
            connections.admission().leave(client.get());
        }
    }

    private Optional<InetAddress> client(SocketChannel channel, Transport transport)
            throws IOException {
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress inet)) {
            return Optional.empty();
        }
        var address = inet.getAddress();
        if (options.proxies().stream().noneMatch(network -> network.contains(address))) {
            return Optional.of(address);
        }
        try {
            return Optional.of(proxyHeader(transport).source().orElse(address));
        } catch (BadProxyHeader bad) {
            LOG.warn(
                    "Closed a connection of the proxy {}: {}.",
                    HostAddress.text(address),
                    bad.getMessage());
            throw bad;
        }
    }

    private ProxyHeader proxyHeader(Transport transport) throws IOException {
        var deadline = new Deadline(transport::close);
        var watchdog = connections.watchdog();
        deadline.set(watchdog.in(PROXY_HEADER_TIMEOUT));
        watchdog.watch(deadline);
        try {
            return ProxyHeader.read(transport);
        } finally {
            watchdog.forget(deadline);
        }
    }

    private void converse(Transport transport, Peer peer) throws IOException {
        var offered = options.security() == Security.NONE ? Optional.<StartTls>empty() : tls;
        try (var connection =
                new Connection(
                        transport, peer, offered, connections.watchdog(), connections.pool())) {
            connections.add(connection, options.protocol());
            try {
                if (options.security() == Security.TLS) {
                    connection.startTls();
                }
                service.serve(connection);
                connection.finish();
            } finally {
                connections.remove(connection);
            }
        }
    }
}
