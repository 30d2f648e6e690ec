package posthouse.auth;

import java.util.Base64;
import java.util.List;
import posthouse.bytes.Bytes;

/// What is kept of a password: its hash, as one line of text that names the way it was made.
///
/// Read are, with or without the `{SCHEME}` that Dovecot and OpenLDAP write in front:
///
/// - `$argon2id$v=19$m=…,t=…,p=…$salt$hash`: [Argon2], the only one that is made here
/// - `$2a$`, `$2b$`, `$2y$`: [Bcrypt]
/// - `$6$` and `$6$rounds=…$`: [Sha512Crypt]
/// - `$pbkdf2-sha512$…`, `$pbkdf2-sha256$…`, `$pbkdf2$…` (passlib), `pbkdf2_sha256$…` (Django),
///   `{PBKDF2-SHA256}…` (OpenLDAP), `{PBKDF2}$1$…` (Dovecot): [Pbkdf2]
public sealed interface PasswordHash permits Argon2, Bcrypt, Sha512Crypt, Pbkdf2 {
    /// Characters that a hash may have.
    int CHARACTERS_MAX = 1000;

    /// Whether the password, prepared and in UTF-8, is the one. Slow, by intent: for [Hasher].
    boolean matches(Bytes password);

    /// Whether a hash made now would be no better; else it is replaced when the password is next
    /// seen.
    boolean isCurrent();

    /// The line.
    String text();

    /// The way it was made, for people: `argon2id`.
    String scheme();

    /// @throws BadHash with a sentence that repeats nothing of the hash
    static PasswordHash parse(String line) throws BadHash {
        String text = line.strip();
        if (text.length() > CHARACTERS_MAX) {
            throw new BadHash("the hash has more than " + CHARACTERS_MAX + " characters");
        }
        try {
            return parse(scheme(text), text.substring(text.indexOf('}') + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new BadHash("the hash is cut off or damaged");
        }
    }

    private static PasswordHash parse(String scheme, String hash) throws BadHash {
        if (hash.startsWith("$argon2id$")) {
            return Argon2.parse(hash);
        } else if (List.of("$2a$", "$2b$", "$2y$").stream().anyMatch(hash::startsWith)) {
            return Bcrypt.parse(hash);
        } else if (hash.startsWith("$6$")) {
            return Sha512Crypt.parse(hash);
        } else if (scheme.startsWith("PBKDF2")
                || hash.startsWith("$pbkdf2")
                || hash.startsWith("pbkdf2_")) {
            return Pbkdf2.parse(scheme, hash);
        }
        throw new BadHash(
                "this kind of hash is not known; known are argon2id, bcrypt ($2a$, $2b$, $2y$), "
                        + "SHA512-CRYPT ($6$) and PBKDF2");
    }

    /// What stands in braces in front, in upper case; empty where there is nothing.
    private static String scheme(String text) {
        int end = text.indexOf('}');
        return text.startsWith("{") && end > 0
                ? text.substring(1, end).toUpperCase(java.util.Locale.ROOT)
                : "";
    }

    /// Base64 as it stands in hashes: without padding, and with `.` where passlib has it.
    static Bytes base64(String text) {
        return Bytes.wrap(Base64.getDecoder().decode(text.replace('.', '+')));
    }

    /// Base64 without padding.
    static String base64(Bytes octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets.toArray());
    }

    /// Said to whoever brings a hash that cannot be used.
    final class BadHash extends Exception {
        private static final long serialVersionUID = 1;

        BadHash(String message) {
            super(message, null, false, false);
        }
    }
}
