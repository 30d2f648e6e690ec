package posthouse.auth;

import java.text.Normalizer;
import java.util.Optional;

/// Passwords as PRECIS prepares them (RFC 8265 §4.2), so that the same password typed on two
/// devices is the same octets.
final class OpaqueString {
    /// UTF-16 units of a password: more is an attempt to make the server work.
    static final int LENGTH_MAX = 1024;

    private OpaqueString() {}

    /// The password with every kind of space made U+0020, in NFC; empty where it has no characters,
    /// too many, or one that no password may have (RFC 8265 §4.2.1).
    static Optional<String> prepare(String password) {
        if (password.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        var spaced = new StringBuilder(password.length());
        for (int c : password.codePoints().toArray()) {
            if (!isAllowed(c)) {
                return Optional.empty();
            }
            spaced.appendCodePoint(Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c);
        }
        return Optional.of(Normalizer.normalize(spaced, Normalizer.Form.NFC))
                .filter(text -> !text.isEmpty());
    }

    /// @throws IllegalArgumentException where [#prepare] gives nothing
    static String require(String password) {
        return prepare(password)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "the password is empty, too long, or has control" + " characters"));
    }

    private static boolean isAllowed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
