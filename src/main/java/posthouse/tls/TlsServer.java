package posthouse.tls;

import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.time.Timers;

/// The server's side of TLS: its certificates, and a pipe for each connection.
///
/// The files are looked at every [#POLL]; when one has changed, all are loaded and used for the
/// connections that come from then on. If they cannot be used, those loaded before stay.
public final class TlsServer implements AutoCloseable {
    /// How often the files are looked at.
    public static final Duration POLL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(TlsServer.class);
    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";
    private static final int EXPORTER_BYTES = 32;

    private final TlsEngine engine;
    private final Timers timers;
    private final List<CertificateFiles> files;
    private final RecordPool pool = new RecordPool();

    /// Guards the fields below, so that no engine is asked of a context that was given back.
    private final Object lock = new Object();

    private FileStamps stamps;
    private Loaded loaded;
    private boolean closed;

    private record Loaded(Identities identities, Engines engines) {}

    /// @param files at least one; the first is shown to clients that ask for no host, or for one
    ///   that none is for
    /// @throws BadCertificate if one of them cannot be used
    public TlsServer(List<CertificateFiles> files, TlsEngine engine, Timers timers)
            throws BadCertificate {
        this.files = List.copyOf(files);
        this.engine = engine;
        this.timers = timers;
        stamps = FileStamps.of(this.files);
        loaded = load();
        lookLater();
    }

    /// Those in use now, for whoever shows them.
    public List<Identity> identities() {
        synchronized (lock) {
            return loaded.identities().list();
        }
    }

    /// A pipe over a channel on which a client begins a handshake.
    public TlsPipe pipe(ByteChannel lower) {
        synchronized (lock) {
            var identities = loaded.identities();
            var sslEngine = loaded.engines().newServerEngine();
            return new TlsPipe(lower, sslEngine, pool, it -> describe(it, identities));
        }
    }

    /// Loads the files if they have changed.
    ///
    /// @return whether others are in use now
    public boolean reload() {
        var now = FileStamps.of(files);
        synchronized (lock) {
            if (closed || now.equals(stamps)) {
                return false;
            }
            stamps = now;
        }
        try {
            replace(load());
            return true;
        } catch (BadCertificate failure) {
            LOG.warn(
                    "The certificates have changed and cannot be used: {}. Those loaded before"
                            + " stay in use.",
                    failure.getMessage());
            return false;
        }
    }

    /// Looks at no more files and makes no more pipes.
    @Override
    public void close() {
        synchronized (lock) {
            if (!closed) {
                closed = true;
                loaded.engines().release();
            }
        }
    }

    private void replace(Loaded next) {
        synchronized (lock) {
            if (closed) {
                next.engines().release();
                return;
            }
            loaded.engines().release();
            loaded = next;
        }
        for (Identity identity : next.identities().list()) {
            LOG.info(
                    "Loaded the certificate {}, valid until {}.",
                    identity.files(),
                    identity.validUntil());
        }
    }

    private Loaded load() throws BadCertificate {
        var list = new ArrayList<Identity>();
        for (CertificateFiles each : files) {
            list.add(Pem.identity(each));
        }
        var identities = new Identities(list);
        return new Loaded(identities, engine.engines(identities));
    }

    /// On a thread of its own: a disk that hangs must not hold up the timers.
    private void lookLater() {
        var _ = timers.after(POLL, () -> Thread.ofVirtual().name("certificates").start(this::look));
    }

    private void look() {
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        var _ = reload();
        lookLater();
    }

    private static TlsSession describe(SSLEngine engine, Identities identities) {
        var session = engine.getSession();
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                Identities.requestedHost(session),
                identities.shownIn(session).tlsServerEndPoint(),
                tlsExporter(session));
    }

    /// RFC 9266 §2. Only in TLS 1.3: in 1.2 it needs the extended master secret, of which the
    /// engine says nothing.
    private static Optional<Bytes> tlsExporter(SSLSession session) {
        if (!session.getProtocol().equals("TLSv1.3")
                || !(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        try {
            var octets =
                    extended.exportKeyingMaterialData(EXPORTER_LABEL, new byte[0], EXPORTER_BYTES);
            return Optional.of(Bytes.wrap(octets));
        } catch (SSLKeyException | UnsupportedOperationException _) {
            return Optional.empty(); // this engine cannot
        }
    }
}
