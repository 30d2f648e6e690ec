package posthouse.auth;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import posthouse.bytes.Bytes;

/// PBKDF2 with HMAC (RFC 8018 §5.2). Read in four forms, written in passlib's:
///
/// - passlib: `$pbkdf2-sha256$rounds$salt$hash`, both in base64 with `.` for `+`
/// - Django: `pbkdf2_sha256$rounds$salt$hash`, the salt as it is, the hash in base64
/// - OpenLDAP: `{PBKDF2-SHA256}rounds$salt$hash`, both in base64
/// - Dovecot: `{PBKDF2}$1$salt$rounds$hash`, SHA-1, the salt as it is, the hash in hexadecimal
record Pbkdf2(Hmac hmac, int rounds, Bytes salt, Bytes hash) implements PasswordHash {
    /// Five million rounds take about two seconds.
    static final int ROUNDS_MAX = 5_000_000;

    /// The hash function in the HMAC.
    enum Hmac {
        SHA1("pbkdf2"),
        SHA256("pbkdf2-sha256"),
        SHA512("pbkdf2-sha512");

        private final String scheme;

        Hmac(String scheme) {
            this.scheme = scheme;
        }

        Digest digest() {
            return switch (this) {
                case SHA1 -> new SHA1Digest();
                case SHA256 -> new SHA256Digest();
                case SHA512 -> new SHA512Digest();
            };
        }

        /// By the end of a name: `sha256`; nothing there means SHA-1.
        static Hmac of(String name) throws BadHash {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "", "sha1" -> SHA1;
                case "sha256" -> SHA256;
                case "sha512" -> SHA512;
                default -> throw new BadHash("PBKDF2 is known with SHA1, SHA256 and SHA512");
            };
        }
    }

    /// @param scheme what stood in braces before it
    static Pbkdf2 parse(String scheme, String text) throws BadHash {
        String[] parts = text.split("\\$", -1);
        Pbkdf2 read;
        if (text.startsWith("$pbkdf2")) {
            read =
                    new Pbkdf2(
                            Hmac.of(behind(parts[1], '-')),
                            Integer.parseInt(parts[2]),
                            PasswordHash.base64(parts[3]),
                            PasswordHash.base64(parts[4]));
        } else if (text.startsWith("pbkdf2_")) {
            read =
                    new Pbkdf2(
                            Hmac.of(behind(parts[0], '_')),
                            Integer.parseInt(parts[1]),
                            Bytes.utf8(parts[2]),
                            PasswordHash.base64(parts[3]));
        } else if (text.startsWith("$1$")) {
            read =
                    new Pbkdf2(
                            Hmac.SHA1,
                            Integer.parseInt(parts[3]),
                            Bytes.utf8(parts[2]),
                            Bytes.wrap(HexFormat.of().parseHex(parts[4])));
        } else {
            read =
                    new Pbkdf2(
                            Hmac.of(behind(scheme, '-')),
                            Integer.parseInt(parts[0]),
                            PasswordHash.base64(parts[1]),
                            PasswordHash.base64(parts[2]));
        }
        read.check();
        return read;
    }

    private static String behind(String name, char separator) {
        int at = name.indexOf(separator);
        return at < 0 ? "" : name.substring(at + 1);
    }

    private void check() throws BadHash {
        if (rounds < 1 || rounds > ROUNDS_MAX) {
            throw new BadHash(
                    "the PBKDF2 hash has %d rounds; 1 to %d".formatted(rounds, ROUNDS_MAX));
        }
        if (hash.length() < 16 || hash.length() > 128) {
            throw new BadHash("the PBKDF2 hash has a wrong length");
        }
    }

    @Override
    public boolean matches(Bytes password) {
        var generator = new PKCS5S2ParametersGenerator(hmac.digest());
        generator.init(password.toArray(), salt.toArray(), rounds);
        var key = (KeyParameter) generator.generateDerivedMacParameters(hash.length() * 8);
        return MessageDigest.isEqual(key.getKey(), hash.toArray());
    }

    @Override
    public boolean isCurrent() {
        return false;
    }

    @Override
    public String text() {
        return "$%s$%d$%s$%s".formatted(hmac.scheme, rounds, base64(salt), base64(hash));
    }

    private static String base64(Bytes octets) {
        return PasswordHash.base64(octets).replace('+', '.');
    }

    @Override
    public String scheme() {
        return hmac.scheme;
    }

    @Override
    public String toString() {
        return scheme();
    }
}
