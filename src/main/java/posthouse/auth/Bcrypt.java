package posthouse.auth;

import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import posthouse.bytes.Bytes;

/// bcrypt, as OpenBSD, PHP and Apache write it.
record Bcrypt(String text) implements PasswordHash {
    /// The exponent of the rounds: 16 takes some five seconds.
    static final int COST_MAX = 16;

    /// Octets of a password that bcrypt looks at.
    private static final int PASSWORD_OCTETS_MAX = 72;

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    static Bcrypt parse(String text) throws BadHash {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadHash("a bcrypt hash has 60 characters, as in $2y$10$…");
        }
        int cost = Integer.parseInt(form.group(1));
        if (cost < 4 || cost > COST_MAX) {
            throw new BadHash(
                    "the bcrypt hash has a cost of %d; 4 to %d".formatted(cost, COST_MAX));
        }
        return new Bcrypt(text);
    }

    @Override
    public boolean matches(Bytes password) {
        Bytes seen = password.slice(0, Math.min(password.length(), PASSWORD_OCTETS_MAX));
        return OpenBSDBCrypt.checkPassword(text, seen.toArray());
    }

    @Override
    public boolean isCurrent() {
        return false;
    }

    @Override
    public String scheme() {
        return "bcrypt";
    }

    @Override
    public String toString() {
        return scheme();
    }
}
