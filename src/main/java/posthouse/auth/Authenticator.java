package posthouse.auth;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import posthouse.address.HostAddress;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesReader;
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
    private final Failures failures;
    private final Sessions sessions;
    private final Pause pause;

    /// @param pause how those who failed are made to wait
    public Authenticator(Credentials credentials, Realm realm, Sessions sessions, Pause pause) {
        this.config = credentials.config();
        this.realm = realm;
        this.credentials = credentials;
        this.check = new PasswordCheck(credentials.hasher(), credentials.clock());
        this.failures = new Failures(credentials.clock());
        this.sessions = sessions;
        this.pause = pause;
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
        var offered = new ArrayList<String>();
        if (config.scram()) {
            if (ScramExchange.canBind(peer)) {
                offered.add(ScramExchange.PLUS);
            }
            offered.add(ScramExchange.NAME);
        }
        if (allowsPlain(peer)) {
            offered.add("PLAIN");
            offered.add("LOGIN");
        }
        return List.copyOf(offered);
    }

    /// LOGIN, USER and PASS: a name and a password.
    public Login login(Peer peer, String name, String password) throws AuthRefusal {
        if (!allowsPlain(peer)) {
            throw new AuthRefusal.NeedsTls();
        }
        var attempt = begin(peer, name);
        Optional<String> prepared = OpaqueString.prepare(password);
        boolean isRight = isRight(attempt.entry(), prepared.orElse(""));
        if (!isRight || prepared.isEmpty()) {
            throw attempt.refused(check.tag(attempt.key(), password));
        }
        Login login = attempt.accepted(check.tag(attempt.key(), password));
        attempt.entry().ifPresent(entry -> credentials.used(entry, prepared.get()));
        return login;
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
            case ScramExchange.NAME, ScramExchange.PLUS -> scram(peer, name, initial, dialog);
            default -> throw new AuthRefusal.NoSuchMechanism(name);
        };
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
        if (!isOneself(message.authorization(), message.name())) {
            throw new AuthRefusal.WrongCredentials();
        }
        return login(peer, message.name(), message.password());
    }

    private Login scram(Peer peer, String mechanism, Optional<Bytes> initial, SaslDialog dialog)
            throws AuthRefusal, IOException {
        if (!mechanisms(peer).contains(mechanism)) {
            throw new AuthRefusal.NoSuchMechanism(mechanism);
        }
        boolean isPlus = mechanism.equals(ScramExchange.PLUS);
        var exchange = new ScramExchange(peer, isPlus, dialog, credentials.nonce());
        var first = exchange.first(initial);
        if (!isOneself(first.authorization(), first.name())) {
            throw new AuthRefusal.WrongCredentials();
        }
        var attempt = begin(peer, first.name());
        Optional<ScramVerifier> kept = attempt.entry().flatMap(Credentials.Entry::scram);
        ScramVerifier verifier = kept.orElseGet(() -> credentials.scramOfNobody(attempt.key()));
        var proof = exchange.prove(first, verifier);
        if (!proof.isRight() || kept.isEmpty()) {
            throw attempt.refused(proof.tag());
        }
        Login login = attempt.accepted(proof.tag());
        exchange.finish(proof);
        attempt.entry().ifPresent(credentials::used);
        return login;
    }

    /// Nobody acts for anybody else here: an authorization identity is the login name again.
    private boolean isOneself(String authorization, String name) {
        return authorization.isEmpty()
                || LoginName.parse(authorization, realm.firstDomain())
                        .equals(LoginName.parse(name, realm.firstDomain()));
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

    /// Looks the name up, after the wait that it may have to take.
    ///
    /// @throws AuthRefusal.TooManyFailures after a while, where the network is locked out
    private Attempt begin(Peer peer, String typed) throws AuthRefusal {
        long since = sessions.lastEnding();
        Optional<LoginName> name = LoginName.parse(typed, realm.firstDomain());
        String key = name.map(LoginName::key).orElse(typed);
        var counted = failures.begin(peer, check.tag(key));
        pause.take(counted.delay());
        if (counted.isHopeless()) {
            pause.take(counted.delayOfRefusal());
            throw new AuthRefusal.TooManyFailures();
        }
        Optional<Credentials.Entry> entry = name.flatMap(credentials::find);
        return new Attempt(peer, typed, key, entry, counted, since);
    }

    /// One try, with what was found under its name.
    private final class Attempt {
        private final Peer peer;
        private final String typed;
        private final String key;
        private final Optional<Credentials.Entry> entry;
        private final Failures.Attempt counted;
        private final long since;

        Attempt(
                Peer peer,
                String typed,
                String key,
                Optional<Credentials.Entry> entry,
                Failures.Attempt counted,
                long since) {
            this.peer = peer;
            this.typed = typed;
            this.key = key;
            this.entry = entry;
            this.counted = counted;
            this.since = since;
        }

        /// What the name is looked up by.
        String key() {
            return key;
        }

        Optional<Credentials.Entry> entry() {
            return entry;
        }

        /// The password was right; a disabled account is refused all the same.
        Login accepted(Bytes password) throws AuthRefusal {
            if (entry.isEmpty() || !realm.mayLogIn(entry.get().account())) {
                throw refused(password);
            }
            counted.succeeded();
            MDC.put("account", entry.get().name().key());
            LOG.info("{}: login as {}, {}", peer.protocol(), known(), from());
            return new Login(entry.get().account(), entry.get().name().key(), typed, since);
        }

        /// Returns what is to be thrown, when the time has come to say it.
        AuthRefusal refused(Bytes password) {
            AuthRefusal refusal = counted.failed(new BytesReader(password).fixed64());
            LOG.info("{}: login as {} refused, {}", peer.protocol(), known(), from());
            Duration delay = counted.delayOfRefusal();
            pause.take(delay);
            return refusal;
        }

        /// A name that is nobody's may be a password that was typed into the wrong field.
        private String known() {
            return entry.map(it -> it.name().key()).orElse("a name that is not known");
        }

        private String from() {
            return peer.address()
                    .map(it -> "from " + HostAddress.text(it))
                    .orElse("by unix socket");
        }
    }
}
