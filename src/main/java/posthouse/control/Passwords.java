package posthouse.control;

import java.security.SecureRandom;

/// Makes passwords for people: four groups of five letters and digits that look and sound unlike
/// each other, some 98 bits.
public final class Passwords {
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP_LETTERS = 5;

    private Passwords() {}

    public static String make(SecureRandom random) {
        var password = new StringBuilder();
        for (int group = 0; group < GROUPS; group++) {
            password.append(group == 0 ? "" : "-");
            for (int i = 0; i < GROUP_LETTERS; i++) {
                password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return password.toString();
    }
}
