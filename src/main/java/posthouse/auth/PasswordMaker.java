package posthouse.auth;

import java.security.SecureRandom;

/// Makes passwords that can be read out on the phone.
public final class PasswordMaker {
    /// Without those that are taken for one another: 0 O o, 1 l I i.
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP_CHARACTERS = 5;

    private PasswordMaker() {}

    /// Four groups of five, as in `k7fzq-m2xra-9tgwh-pd3vs`: 99 bits.
    public static String make(SecureRandom random) {
        var password = new StringBuilder();
        for (int group = 0; group < GROUPS; group++) {
            if (group > 0) {
                password.append('-');
            }
            for (int i = 0; i < GROUP_CHARACTERS; i++) {
                password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
        }
        return password.toString();
    }
}
