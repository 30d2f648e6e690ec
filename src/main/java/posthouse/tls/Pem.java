package posthouse.tls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// Reads PEM files (RFC 7468): certificates, and keys as PKCS#8 or in the older forms `RSA PRIVATE
/// KEY` and `EC PRIVATE KEY`.
final class Pem {
    private Pem() {}

    /// The identity that two files hold.
    ///
    /// @throws BadCertificate if they cannot be read, hold something else, or do not belong
    ///   together
    static Identity identity(CertificateFiles files) throws BadCertificate {
        var chain = new ArrayList<X509Certificate>();
        for (Object object : objects(files.chain())) {
            if (object instanceof X509CertificateHolder holder) {
                chain.add(certificate(files.chain(), holder));
            }
        }
        if (chain.isEmpty()) {
            throw new BadCertificate(files.chain() + " holds no certificate in PEM");
        }
        return Identity.of(files, List.copyOf(chain), key(files.key(), chain.getFirst()));
    }

    private static PrivateKey key(Path file, X509Certificate certificate) throws BadCertificate {
        for (Object object : objects(file)) {
            var found = keyIn(file, object);
            if (found.isPresent()) {
                try {
                    return new JcaPEMKeyConverter()
                            .getPrivateKey(withCurve(found.get(), certificate));
                } catch (PEMException failure) {
                    throw new BadCertificate("the key in " + file + " cannot be used", failure);
                }
            }
        }
        throw new BadCertificate(file + " holds no private key in PEM");
    }

    /// An EC key that does not name its curve is on that of its certificate.
    private static PrivateKeyInfo withCurve(PrivateKeyInfo key, X509Certificate certificate)
            throws PEMException {
        if (key.getPrivateKeyAlgorithm().getParameters() != null
                || !certificate.getPublicKey().getAlgorithm().equals("EC")) {
            return key;
        }
        try {
            var curve =
                    SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
                            .getAlgorithm();
            return new PrivateKeyInfo(curve, key.parsePrivateKey());
        } catch (IOException failure) {
            throw new PEMException("a key without its curve", failure);
        }
    }

    private static Optional<PrivateKeyInfo> keyIn(Path file, Object object) throws BadCertificate {
        return switch (object) {
            case PrivateKeyInfo key -> Optional.of(key);
            case PEMKeyPair pair -> Optional.of(pair.getPrivateKeyInfo());
            case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
                    throw new BadCertificate(
                            "the key in " + file + " is encrypted; store it without a passphrase");
            default -> Optional.empty();
        };
    }

    private static X509Certificate certificate(Path file, X509CertificateHolder holder)
            throws BadCertificate {
        try {
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (CertificateException failure) {
            throw new BadCertificate("a certificate in " + file + " cannot be read", failure);
        }
    }

    private static List<Object> objects(Path file) throws BadCertificate {
        String text = text(file);
        var objects = new ArrayList<Object>();
        try (var parser = new PEMParser(new StringReader(text))) {
            var object = Optional.ofNullable(parser.readObject());
            while (object.isPresent()) {
                objects.add(object.get());
                object = Optional.ofNullable(parser.readObject());
            }
            return objects;
        } catch (IOException | RuntimeException failure) {
            throw new BadCertificate(file + " is broken: " + failure.getMessage(), failure);
        }
    }

    private static String text(Path file) throws BadCertificate {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException failure) {
            throw new BadCertificate("there is no file " + file, failure);
        } catch (IOException failure) {
            throw new BadCertificate("cannot read " + file + ": " + failure.getMessage(), failure);
        }
    }
}
