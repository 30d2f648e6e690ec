package posthouse.auth;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.config.Settings;
import posthouse.store.MemoryStore;
import posthouse.store.Store;

/// Everything that a login needs, in memory if nothing else is said: the domain demo.test, where
/// ann (account 1) has a password and nobody else lives.
final class House implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    static final Address ANN = Address.parse("ann@demo.test").orElseThrow();

    final Store store;
    final ManualClock clock = new ManualClock();
    final Hasher hasher = new Hasher(2, new SecureRandom());
    final Set<Long> disabled = new HashSet<>();
    final Credentials credentials;
    final Sessions sessions;
    final Authenticator authenticator;

    House() {
        this(new Settings.Auth(false, false, 50));
    }

    House(Settings.Auth config) {
        this(config, new MemoryStore());
    }

    House(Settings.Auth config, Store store) {
        this.store = store;
        credentials = new Credentials(store, clock, hasher, config);
        sessions = new Sessions(clock, config.sessionsPerAccountMax());
        authenticator = new Authenticator(credentials, new Demo(), sessions, clock);
        if (credentials.show(ANN).isEmpty()) {
            credentials.setPassword(ANN, 1, PASSWORD);
        }
    }

    Settings.Auth config() {
        return credentials.config();
    }

    private final class Demo implements Realm {
        @Override
        public Optional<Domain> firstDomain() {
            return Domain.parse("demo.test");
        }

        @Override
        public boolean mayLogIn(long account) {
            return !disabled.contains(account);
        }
    }

    /// Somebody under TLS.
    static Peer peer(String address) {
        return new Peer(
                Optional.of(inet(address)), true, Optional.empty(), Optional.empty(), "imap");
    }

    /// Somebody on a plain line.
    static Peer plainPeer(String address) {
        return new Peer(
                Optional.of(inet(address)), false, Optional.empty(), Optional.empty(), "imap");
    }

    private static InetAddress inet(String literal) {
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException bad) {
            throw new AssertionError(bad);
        }
    }

    @Override
    public void close() {
        hasher.close();
    }
}
