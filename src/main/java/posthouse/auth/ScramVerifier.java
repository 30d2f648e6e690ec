package posthouse.auth;

import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import posthouse.bytes.Bytes;

/// What a server keeps for SCRAM-SHA-256 (RFC 5802 §3, RFC 7677): not the password, and enough to
/// check one and to try guesses against.
record ScramVerifier(Bytes salt, int iterations, Bytes storedKey, Bytes serverKey) {
    /// What RFC 7677 §4 asks for at least; a client's phone computes them at each login.
    static final int ITERATIONS = 4096;

    static final int SALT_OCTETS = 16;

    private static final Bytes CLIENT_KEY = Bytes.latin1("Client Key");
    private static final Bytes SERVER_KEY = Bytes.latin1("Server Key");

    /// @param password prepared
    static ScramVerifier make(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return of(password, Bytes.wrap(salt), ITERATIONS);
    }

    /// `StoredKey := H(HMAC(Hi(password, salt, i), "Client Key"))` and so on (RFC 5802 §3).
    static ScramVerifier of(String password, Bytes salt, int iterations) {
        Bytes salted = salted(password, salt, iterations);
        return new ScramVerifier(
                salt, iterations, hash(hmac(salted, CLIENT_KEY)), hmac(salted, SERVER_KEY));
    }

    /// `Hi`, which is PBKDF2 with HMAC-SHA-256.
    static Bytes salted(String password, Bytes salt, int iterations) {
        var generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        generator.init(Bytes.utf8(password).toArray(), salt.toArray(), iterations);
        return Bytes.wrap(((KeyParameter) generator.generateDerivedMacParameters(256)).getKey());
    }

    static Bytes hash(Bytes octets) {
        var digest = new SHA256Digest();
        digest.update(octets.toArray(), 0, octets.length());
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return Bytes.wrap(result);
    }

    static Bytes hmac(Bytes key, Bytes octets) {
        var mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key.toArray()));
        mac.update(octets.toArray(), 0, octets.length());
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return Bytes.wrap(result);
    }

    @Override
    public String toString() {
        return "scram-sha-256";
    }
}
