package posthouse.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ByteChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The client's side of TLS, for the small clients that this program has.
public final class TlsClient {
    private final SSLContext context;
    private final boolean verifying;
    private final RecordPool pool = new RecordPool();

    private TlsClient(boolean verifying) {
        this.verifying = verifying;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, verifying ? null : new TrustManager[] {new Trusting()}, null);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the JDK has no TLS", failure);
        }
    }

    /// Trusts servers that the machine's authorities vouch for, under the name asked for.
    public static TlsClient verifying() {
        return new TlsClient(true);
    }

    /// Trusts anybody: safe against listeners, not against whoever stands in between.
    public static TlsClient trustingAnybody() {
        return new TlsClient(false);
    }

    /// A pipe over a channel to `host`, of which the handshake is not yet done.
    public TlsPipe pipe(ByteChannel lower, String host, int port) {
        var engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(adjusted(engine.getSSLParameters(), host));
        return new TlsPipe(lower, engine, pool, it -> describe(it, host));
    }

    /// A socket through TLS over a connected one to `host`, of which the handshake is not yet done.
    /// What was agreed on with the same host and port before is resumed where the server lets us.
    public SSLSocket socket(Socket plain, String host, int port) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        socket.setUseClientMode(true);
        socket.setSSLParameters(adjusted(socket.getSSLParameters(), host));
        return socket;
    }

    private SSLParameters adjusted(SSLParameters parameters, String host) {
        parameters.setProtocols(Engines.array(Engines.VERSIONS));
        if (verifying) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 6125, as RFC 8314 asks
        }
        if (isName(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        return parameters;
    }

    private static TlsSession describe(SSLEngine engine, String host) {
        var session = engine.getSession();
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                Optional.of(host),
                Optional.empty(),
                Optional.empty());
    }

    /// Addresses are not sent as server names (RFC 6066 §3).
    private static boolean isName(String host) {
        return !host.contains(":") && !host.matches("[0-9.]+");
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String kind, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String kind, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
