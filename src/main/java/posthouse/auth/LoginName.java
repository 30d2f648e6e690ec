package posthouse.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.store.Partition;
import posthouse.store.Space;

/// A login name in the form it is looked up in: NFC, lower case, with its domain.
record LoginName(String key) {
    /// Octets of the hash that names the partition.
    private static final int HASH_OCTETS = 20;

    static LoginName of(Address address) {
        return new LoginName(address.key());
    }

    /// What somebody typed, as a login name; blanks around it are a phone's, not the name's. Empty
    /// where it can be none.
    static Optional<LoginName> parse(String typed, Optional<Domain> firstDomain) {
        String name = typed.strip();
        if (name.indexOf('@') >= 0) {
            return Address.parse(name).map(LoginName::of);
        }
        return firstDomain.flatMap(domain -> Address.parse(name + "@" + domain)).map(LoginName::of);
    }

    /// `K/<hash of login name>`: the first 20 octets of its SHA-256, in hexadecimal.
    Partition partition() {
        byte[] hash = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
        return new Partition(Space.CREDENTIAL, HexFormat.of().formatHex(hash, 0, HASH_OCTETS));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
