package posthouse.auth;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.config.Settings;

/// Checks credentials, in every protocol the same way. Any thread.
///
/// A failure takes its time (delays by address and account), and whether an account exists never
/// shows in it.
public final class Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    private final Settings.Auth config;
    private final Realm realm;
    private final Credentials credentials;
    private final PasswordCheck check;
    private final Sessions sessions;

    /// @param pause how those who failed are made to wait
    public Authenticator(Credentials credentials, Realm realm, Sessions sessions, Pause pause) {
        this.config = credentials.config();
        this.realm = realm;
        this.credentials = credentials;
        this.check = new PasswordCheck(credentials.hasher(), credentials.clock());
        this.sessions = sessions;
    }

    /// Whether a plain password may be sent by this peer: over TLS, from loopback, or where
    /// configured.
    public boolean allowsPlain(Peer peer) {
        return peer.confidential()
                || config.plainWithoutTls()
                || peer.address().map(InetAddress::isLoopbackAddress).orElse(true);
    }

    /// The SASL mechanisms offered to the peer now, best first: `PLAIN`, `LOGIN` and perhaps SCRAM.
    public List<String> mechanisms(Peer peer) {
        return allowsPlain(peer) ? List.of("PLAIN", "LOGIN") : List.of();
    }

    /// LOGIN, USER and PASS: a name and a password.
    public Login login(Peer peer, String name, String password) throws AuthRefusal {
        if (!allowsPlain(peer)) {
            throw new AuthRefusal.NeedsTls();
        }
        long since = sessions.lastEnding();
        Optional<Credentials.Entry> entry =
                LoginName.parse(name, realm.firstDomain()).flatMap(credentials::find);
        Optional<String> prepared = OpaqueString.prepare(password);
        if (!isRight(entry, prepared.orElse(password))
                || prepared.isEmpty()
                || entry.isEmpty()
                || !realm.mayLogIn(entry.get().account())) {
            LOG.info("{}: login as {} refused, {}", peer.protocol(), known(entry), from(peer));
            throw new AuthRefusal.WrongCredentials();
        }
        LOG.info("{}: login as {}, {}", peer.protocol(), known(entry), from(peer));
        credentials.used(entry.get(), prepared.get());
        return new Login(entry.get().account(), entry.get().name().key(), name, since);
    }

    /// A SASL exchange to its end (RFC 4422).
    ///
    /// @param initial the initial response, where the client sent one
    public Login authenticate(
            Peer peer, String mechanism, Optional<Bytes> initial, SaslDialog dialog)
            throws AuthRefusal, IOException {
        String name = mechanism.toUpperCase(Locale.ROOT);
        return switch (name) {
            case "PLAIN", "LOGIN" -> plain(peer, name, initial, dialog);
            default -> throw new AuthRefusal.NoSuchMechanism(name);
        };
    }

    /// A name that is nobody's may be a password that was typed into the wrong field.
    private static String known(Optional<Credentials.Entry> entry) {
        return entry.map(it -> it.name().key()).orElse("a name that is not known");
    }

    private static String from(Peer peer) {
        return peer.address().map(it -> "from " + it.getHostAddress()).orElse("by unix socket");
    }

    private Login plain(Peer peer, String mechanism, Optional<Bytes> initial, SaslDialog dialog)
            throws AuthRefusal, IOException {
        if (!allowsPlain(peer)) {
            throw new AuthRefusal.NeedsTls();
        }
        PlainMessage message =
                mechanism.equals("PLAIN")
                        ? PlainMessage.plain(initial, dialog)
                        : PlainMessage.login(initial, dialog);
        if (!isOneself(message)) {
            throw new AuthRefusal.WrongCredentials();
        }
        return login(peer, message.name(), message.password());
    }

    /// Nobody acts for anybody else here: an authorization identity is the login name again.
    private boolean isOneself(PlainMessage message) {
        return message.authorization().isEmpty()
                || LoginName.parse(message.authorization(), realm.firstDomain())
                        .equals(LoginName.parse(message.name(), realm.firstDomain()));
    }

    private boolean isRight(Optional<Credentials.Entry> entry, String password)
            throws AuthRefusal.Busy {
        if (entry.isEmpty() || entry.get().passwords().isEmpty()) {
            check.pretend(password);
            return false;
        }
        for (PasswordHash hash : entry.get().passwords()) {
            if (check.matches(hash, password)) {
                return true;
            }
        }
        return false;
    }
}
