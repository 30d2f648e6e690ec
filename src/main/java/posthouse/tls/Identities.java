package posthouse.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// The certificates of one moment, and which of them a client is shown: the one that fits the host
/// name it asks for (SNI, RFC 6066 §3), else the first.
final class Identities extends X509ExtendedKeyManager {
    private final List<Identity> identities;

    /// @param identities at least one
    Identities(List<Identity> identities) {
        this.identities = List.copyOf(identities);
    }

    List<Identity> list() {
        return identities;
    }

    /// The best of those with a kind of key that the client can use. Where one fits the host, no
    /// other is chosen only because of its kind.
    Optional<Identity> choose(Optional<String> host, String kind) {
        String name = host.map(Identities::normal).orElse("");
        boolean anyFits = identities.stream().anyMatch(it -> it.fits(name) > 0);
        return identities.stream()
                .filter(it -> usable(it, kind) && (it.fits(name) > 0 || !anyFits))
                .max(Comparator.comparingInt(it -> it.fits(name) * 1000 - identities.indexOf(it)));
    }

    /// What a session was shown.
    Identity shownIn(SSLSession session) {
        var certificates = Optional.ofNullable(session.getLocalCertificates());
        return identities.stream()
                .filter(it -> certificates.stream().anyMatch(c -> c[0].equals(it.certificate())))
                .findFirst()
                .orElseGet(identities::getFirst);
    }

    static Optional<String> requestedHost(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String kind, Principal @Nullable [] issuers, SSLEngine engine) {
        var host =
                Optional.ofNullable(engine.getHandshakeSession())
                        .flatMap(Identities::requestedHost);
        return choose(host, kind).map(it -> "" + identities.indexOf(it)).orElse(null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identity(alias).map(it -> it.chain().toArray(new X509Certificate[0])).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return identity(alias).map(Identity::key).orElse(null);
    }

    @Override
    public String[] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return IntStream.range(0, identities.size())
                .filter(i -> usable(identities.get(i), kind))
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(Optional.empty(), kind).map(it -> "" + identities.indexOf(it)).orElse(null);
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private Optional<Identity> identity(String alias) {
        int index = Integer.parseInt(alias);
        return index < identities.size() ? Optional.of(identities.get(index)) : Optional.empty();
    }

    /// The engines name kinds of keys as key types (`EC`) or as ways to agree on keys
    /// (`ECDHE_ECDSA`); `RSASSA-PSS` is a kind of certificate that we do not read.
    private static boolean usable(Identity identity, String kind) {
        String algorithm = identity.key().getAlgorithm();
        return kind.equals(algorithm)
                || algorithm.equals("EC") && (kind.equals("EC_EC") || kind.endsWith("ECDSA"))
                || algorithm.equals("RSA") && kind.endsWith("_RSA") && !kind.equals("EC_RSA");
    }

    private static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
