package posthouse.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import posthouse.tls.BadCertificate;
import posthouse.tls.CertificateFiles;
import posthouse.tls.SelfSigned;
import posthouse.tls.TlsEngine;
import posthouse.tls.TlsServer;

/// Listeners on loopback with a certificate of their own and time that stands still.
final class ServerForTests implements AutoCloseable {
    static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
    static final InetAddress IPV6 = InetAddress.ofLiteral("::1");
    static final String REFUSAL = "421 ";

    final ManualTime time = new ManualTime();
    final Connections connections;
    final TlsServer tls;
    private final List<Listener> listeners = new ArrayList<>();

    ServerForTests(TlsEngine engine, ConnectionLimits limits) throws IOException, BadCertificate {
        Path folder = Files.createTempDirectory("posthouse-net");
        var files = new CertificateFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        SelfSigned.makeIfMissing(files, "mail.example", time);
        tls = new TlsServer(List.of(files), engine, time);
        connections = new Connections(time, time, limits);
    }

    ServerForTests() throws IOException, BadCertificate {
        this(TlsEngine.best(), ConnectionLimits.STANDARD);
    }

    Listener listen(InetAddress address, Security security, Service service) throws IOException {
        return listen(new InetSocketAddress(address, 0), security, service, it -> it);
    }

    Listener listen(
            SocketAddress address,
            Security security,
            Service service,
            UnaryOperator<ListenerOptions> change)
            throws IOException {
        var options = new ListenerOptions("test", address, security, REFUSAL);
        var listener =
                Listener.open(
                        change.apply(options),
                        service,
                        Optional.of(TlsTransport.accepting(tls)),
                        connections);
        listeners.add(listener);
        return listener;
    }

    Client plain(Service service) throws IOException {
        return new Client(IPV4, listen(IPV4, Security.NONE, service).port());
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
        connections.close();
        tls.close();
    }
}
