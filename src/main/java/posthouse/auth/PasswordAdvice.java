package posthouse.auth;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import posthouse.address.Address;

/// Whether a password can be guessed, said in a sentence that helps to find a better one.
public final class PasswordAdvice {
    /// Characters that a password must have.
    public static final int CHARACTERS_MIN = 10;

    /// Characters that a password may have: more is a mistake, and would have to be hashed.
    public static final int CHARACTERS_MAX = 256;

    /// What must be left when everything that repeats or runs on is taken out.
    private static final int SURPRISES_MIN = 6;

    private static final int DIFFERENT_MIN = 5;

    /// Words that lists of stolen passwords are full of. A password that is one of them with a few
    /// signs around it is tried first.
    private static final Set<String> COMMON =
            Set.of(
                    "password",
                    "passwort",
                    "motdepasse",
                    "contrasena",
                    "kennwort",
                    "wachtwoord",
                    "letmein",
                    "welcome",
                    "willkommen",
                    "iloveyou",
                    "qwerty",
                    "qwertyuiop",
                    "qwertz",
                    "qwertzuiop",
                    "azerty",
                    "azertyuiop",
                    "asdfghjkl",
                    "yxcvbnm",
                    "zxcvbnm",
                    "admin",
                    "administrator",
                    "root",
                    "superuser",
                    "changeme",
                    "changeit",
                    "default",
                    "secret",
                    "geheim",
                    "football",
                    "baseball",
                    "basketball",
                    "princess",
                    "sunshine",
                    "superman",
                    "batman",
                    "pokemon",
                    "starwars",
                    "dragon",
                    "monkey",
                    "master",
                    "shadow",
                    "michael",
                    "jennifer",
                    "charlie",
                    "liverpool",
                    "chelsea",
                    "arsenal",
                    "whatever",
                    "trustnoone",
                    "computer",
                    "internet",
                    "samsung",
                    "google",
                    "mustang",
                    "ferrari",
                    "mercedes",
                    "bonjour",
                    "hallo",
                    "hello",
                    "test",
                    "testing",
                    "temp",
                    "temporary",
                    "example",
                    "login",
                    "mailserver",
                    "postmaster",
                    "webmaster",
                    "summer",
                    "winter",
                    "spring",
                    "autumn",
                    "sommer",
                    "january",
                    "december");

    private PasswordAdvice() {}

    /// What is wrong with `password` for that address; nothing where it will do.
    public static Optional<String> on(String password, Address address) {
        if (password.length() > OpaqueString.LENGTH_MAX) {
            return Optional.of(tooLong(password.codePointCount(0, password.length())));
        }
        Optional<String> prepared = OpaqueString.prepare(password);
        if (prepared.isEmpty()) {
            return Optional.of("the password is empty or has control characters in it");
        }
        String text = prepared.get();
        int length = text.codePointCount(0, text.length());
        if (length < CHARACTERS_MIN) {
            return Optional.of(
                    "the password has %d characters; it needs %d: four words make a good one"
                            .formatted(length, CHARACTERS_MIN));
        }
        if (length > CHARACTERS_MAX) {
            return Optional.of(tooLong(length));
        }
        return onContent(plain(text), address);
    }

    private static String tooLong(int length) {
        return "the password has %d characters; it may have %d".formatted(length, CHARACTERS_MAX);
    }

    private static Optional<String> onContent(String text, Address address) {
        String local = plain(address.localPart());
        String domain = plain(address.domain().name().split("\\.", 2)[0]);
        if (surprises(text) < SURPRISES_MIN || text.chars().distinct().count() < DIFFERENT_MIN) {
            return Optional.of(
                    "the password repeats itself or counts up: four words that have nothing to do"
                            + " with each other make a good one");
        }
        String rest = text.replace(plain(address.domain().name()), "");
        rest = local.length() < 3 ? rest : rest.replace(local, "");
        rest = domain.length() < 3 ? rest : rest.replace(domain, "");
        if (rest.length() < text.length() && surprises(letters(rest)) < SURPRISES_MIN) {
            return Optional.of(
                    "the password is little more than the address, which everybody knows");
        }
        return common(text);
    }

    private static Optional<String> common(String text) {
        String bare = letters(unleet(text));
        for (String word : COMMON) {
            if (bare.contains(word) && surprises(bare.replace(word, "")) < SURPRISES_MIN) {
                return Optional.of(
                        "the password is the word \"%s\" with a little around it, which is tried first"
                                .formatted(word));
            }
        }
        return Optional.empty();
    }

    /// Characters that do not repeat the one before, nor go on from it by one, nor are on the next
    /// key, nor make a pair that was there before.
    static int surprises(String text) {
        int[] points = text.codePoints().toArray();
        var pairs = new HashSet<Long>();
        int count = points.length == 0 ? 0 : 1;
        for (int i = 1; i < points.length; i++) {
            long pair = (long) points[i - 1] << 32 | points[i];
            boolean goesOn =
                    Math.abs(points[i] - points[i - 1]) <= 1 || isNextKey(points[i - 1], points[i]);
            if (pairs.add(pair) && !goesOn) {
                count++;
            }
        }
        return count;
    }

    private static boolean isNextKey(int a, int b) {
        for (String row :
                new String[] {
                    "qwertyuiop",
                    "qwertzuiop",
                    "azertyuiop",
                    "asdfghjkl",
                    "yxcvbnm",
                    "zxcvbnm",
                    "1234567890"
                }) {
            int at = row.indexOf(a);
            int next = row.indexOf(b);
            if (at >= 0 && next >= 0 && Math.abs(at - next) == 1) {
                return true;
            }
        }
        return false;
    }

    /// In lower case, without accents.
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    /// Digits and signs that stand for letters, as letters.
    private static String unleet(String text) {
        return text.replace('0', 'o')
                .replace('1', 'i')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('5', 's')
                .replace('7', 't')
                .replace('@', 'a')
                .replace('$', 's')
                .replace('!', 'i');
    }

    private static String letters(String text) {
        return text.replaceAll("[^\\p{L}]", "");
    }
}
