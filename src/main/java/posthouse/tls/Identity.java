package posthouse.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posthouse.bytes.Bytes;

/// A certificate that this server can prove to be its own.
///
/// @param chain the server's own certificate first
/// @param names the host names that it is for, in lower case; `*.` in front stands for one label
public record Identity(
        CertificateFiles files, List<X509Certificate> chain, PrivateKey key, Set<String> names) {
    private static final int DNS_NAME = 2;

    static Identity of(CertificateFiles files, List<X509Certificate> chain, PrivateKey key)
            throws BadCertificate {
        if (!belongTogether(chain.getFirst(), key)) {
            throw new BadCertificate(
                    "the key in %s does not belong to the first certificate in %s"
                            .formatted(files.key(), files.chain()));
        }
        return new Identity(files, chain, key, namesOf(chain.getFirst()));
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public Instant validUntil() {
        return certificate().getNotAfter().toInstant();
    }

    /// How well this certificate fits a host that a client asks for: 2 by its very name, 1 by a
    /// wildcard (RFC 6125 §6.4.3: the leftmost label, and only whole), 0 not at all.
    int fits(String host) {
        if (names.contains(host)) {
            return 2;
        }
        int dot = host.indexOf('.');
        return dot > 0 && names.contains("*" + host.substring(dot)) ? 1 : 0;
    }

    /// The certificate's hash for channel binding (RFC 5929 §4.1): by the hash of its signature, or
    /// SHA-256 where that is MD5 or SHA-1. Undefined where the signature has no hash of its own.
    Optional<Bytes> tlsServerEndPoint() {
        String algorithm = certificate().getSigAlgName().toUpperCase(Locale.ROOT);
        int with = algorithm.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        String hash =
                switch (algorithm.substring(0, with)) {
                    case "MD5", "SHA1", "SHA256" -> "SHA-256";
                    case "SHA384" -> "SHA-384";
                    case "SHA512" -> "SHA-512";
                    case String other -> other;
                };
        try {
            var digest = MessageDigest.getInstance(hash);
            return Optional.of(Bytes.wrap(digest.digest(certificate().getEncoded())));
        } catch (NoSuchAlgorithmException | CertificateEncodingException _) {
            return Optional.empty(); // no binding can be offered for such a certificate
        }
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key)
            throws BadCertificate {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case String other ->
                            throw new BadCertificate(
                                    "a key of the kind " + other + "; RSA and ECDSA can be used");
                };
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(new byte[32]);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(new byte[32]);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false; // a key of another kind or curve
        }
    }

    private static Set<String> namesOf(X509Certificate certificate) throws BadCertificate {
        try {
            var alternatives =
                    Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                            .flatMap(Collection::stream)
                            .filter(name -> name.getFirst().equals(DNS_NAME))
                            .map(name -> name.get(1).toString())
                            .toList();
            var names = alternatives.isEmpty() ? commonName(certificate) : alternatives.stream();
            return names.map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (CertificateParsingException failure) {
            throw new BadCertificate("a certificate with broken names", failure);
        }
    }

    private static Stream<String> commonName(X509Certificate certificate) {
        return Stream.of(certificate.getSubjectX500Principal().getName().split(",", -1))
                .filter(part -> part.startsWith("CN="))
                .map(part -> part.substring(3))
                .limit(1);
    }
}
