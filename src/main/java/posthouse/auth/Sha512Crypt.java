package posthouse.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;
import posthouse.bytes.Bytes;

/// SHA512-CRYPT, the `$6$` of Unix's shadow file.
record Sha512Crypt(String text) implements PasswordHash {
    /// A million rounds take about a second.
    static final int ROUNDS_MAX = 1_000_000;

    private static final Pattern FORM =
            Pattern.compile(
                    "(\\$6\\$(?:rounds=(\\d{1,9})\\$)?[./A-Za-z0-9]{1,16}\\$)[./A-Za-z0-9]{86}");

    static Sha512Crypt parse(String text) throws BadHash {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadHash(
                    "a SHA512-CRYPT hash has the form $6$salt$hash, the hash 86 characters");
        }
        if (form.group(2) != null && Integer.parseInt(form.group(2)) > ROUNDS_MAX) {
            throw new BadHash("the SHA512-CRYPT hash has more than " + ROUNDS_MAX + " rounds");
        }
        return new Sha512Crypt(text);
    }

    @Override
    public boolean matches(Bytes password) {
        String salt = text.substring(0, text.lastIndexOf('$'));
        String computed = Sha2Crypt.sha512Crypt(password.toArray(), salt);
        return MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.US_ASCII),
                text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public boolean isCurrent() {
        return false;
    }

    @Override
    public String scheme() {
        return "sha512-crypt";
    }

    @Override
    public String toString() {
        return scheme();
    }
}
