package posthouse.auth;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import posthouse.bytes.Bytes;

/// Argon2id (RFC 9106), written as in the PHC string format.
///
/// @param memoryKib memory that one computation takes
record Argon2(int memoryKib, int iterations, int lanes, Bytes salt, Bytes hash)
        implements PasswordHash {
    /// What is made here: 19 MiB, two passes, one lane.
    static final int MEMORY_KIB = 19 * 1024;

    static final int ITERATIONS = 2;
    static final int LANES = 1;
    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;

    /// What is read at most: more would let one login take the server's memory.
    static final int MEMORY_KIB_MAX = 128 * 1024;

    static final int ITERATIONS_MAX = 20;
    static final int LANES_MAX = 16;

    /// Hashes a password; some 40 ms of a processor.
    static Argon2 make(Bytes password, SecureRandom random) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        Bytes kept = Bytes.wrap(salt);
        return new Argon2(
                MEMORY_KIB,
                ITERATIONS,
                LANES,
                kept,
                compute(password, kept, MEMORY_KIB, ITERATIONS, LANES, HASH_OCTETS));
    }

    /// A hash that no password has, which takes as long to check as any made here.
    static Argon2 ofNobody(SecureRandom random) {
        byte[] salt = new byte[SALT_OCTETS];
        byte[] hash = new byte[HASH_OCTETS];
        random.nextBytes(salt);
        random.nextBytes(hash);
        return new Argon2(MEMORY_KIB, ITERATIONS, LANES, Bytes.wrap(salt), Bytes.wrap(hash));
    }

    /// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
    static Argon2 parse(String text) throws BadHash {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 6 || !parts[2].equals("v=19")) {
            throw new BadHash("an argon2id hash has the form $argon2id$v=19$m=…,t=…,p=…$salt$hash");
        }
        String[] costs = parts[3].split(",", -1);
        var read =
                new Argon2(
                        cost(costs[0], "m="),
                        cost(costs[1], "t="),
                        cost(costs[2], "p="),
                        PasswordHash.base64(parts[4]),
                        PasswordHash.base64(parts[5]));
        read.check();
        return read;
    }

    private static int cost(String written, String name) throws BadHash {
        if (!written.startsWith(name)) {
            throw new BadHash("an argon2id hash gives its costs as m=…,t=…,p=…");
        }
        return Integer.parseInt(written.substring(name.length()));
    }

    private void check() throws BadHash {
        if (memoryKib > MEMORY_KIB_MAX || iterations > ITERATIONS_MAX || lanes > LANES_MAX) {
            throw new BadHash(
                    "the argon2id hash costs too much; at most m=%d,t=%d,p=%d"
                            .formatted(MEMORY_KIB_MAX, ITERATIONS_MAX, LANES_MAX));
        }
        if (lanes < 1 || iterations < 1 || memoryKib < 8 * lanes) {
            throw new BadHash("the argon2id hash has costs that are none");
        }
        if (salt.length() < 8 || hash.length() < 16 || hash.length() > 128) {
            throw new BadHash("the argon2id hash has a salt or a hash of a wrong length");
        }
    }

    @Override
    public boolean matches(Bytes password) {
        Bytes computed = compute(password, salt, memoryKib, iterations, lanes, hash.length());
        return MessageDigest.isEqual(computed.toArray(), hash.toArray());
    }

    @Override
    public boolean isCurrent() {
        return memoryKib >= MEMORY_KIB && iterations >= ITERATIONS && hash.length() >= HASH_OCTETS;
    }

    @Override
    public String text() {
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        memoryKib,
                        iterations,
                        lanes,
                        PasswordHash.base64(salt),
                        PasswordHash.base64(hash));
    }

    @Override
    public String scheme() {
        return "argon2id";
    }

    @Override
    public String toString() {
        return scheme();
    }

    private static Bytes compute(
            Bytes password, Bytes salt, int memoryKib, int iterations, int lanes, int octets) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(iterations)
                        .withParallelism(lanes)
                        .withSalt(salt.toArray())
                        .build());
        byte[] hash = new byte[octets];
        generator.generateBytes(password.toArray(), hash);
        return Bytes.wrap(hash);
    }
}
