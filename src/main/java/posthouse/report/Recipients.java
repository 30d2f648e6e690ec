package posthouse.report;

import java.util.Optional;
import java.util.regex.Pattern;
import posthouse.queue.To;
import posthouse.smtp.Path;
import posthouse.smtp.Xtext;

/// Addresses as reports name them.
final class Recipients {
    /// Characters of an original recipient (RFC 3461 §4.2).
    static final int ORIGINAL_CHARACTERS_MAX = 500;

    /// `EmbeddedUnicodeChar` (RFC 6533 §3)
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})\\}");

    private Recipients() {}

    /// An address and its type (RFC 3464 §2.1.2).
    record Typed(String type, String address) {
        @Override
        public String toString() {
            return type + "; " + address;
        }

        boolean needsUtf8() {
            return !Plain.isAscii(address);
        }
    }

    /// Without angle brackets.
    static String name(Path path) {
        String written = path.toString();
        return written.substring(1, written.length() - 1);
    }

    /// Final-Recipient: the address that it was accepted for (RFC 3464 §2.3.2).
    static Typed last(To to) {
        String address = Plain.line(name(to.path()), ORIGINAL_CHARACTERS_MAX);
        return new Typed(Plain.isAscii(address) ? "rfc822" : "utf-8", address);
    }

    /// Original-Recipient: what ORCPT says, without its encoding (RFC 3461 §4.2, RFC 6533 §3).
    /// Decoded, it may hold anything.
    static Optional<Typed> original(To to) {
        return to.original()
                .map(written -> {
                    int semicolon = written.indexOf(';');
                    String type = Plain.ascii(Plain.line(written.substring(0, semicolon), 60));
                    String encoded = written.substring(semicolon + 1);
                    String address =
                            type.equalsIgnoreCase("utf-8")
                                    ? unicode(encoded)
                                    : Plain.ascii(Xtext.decode(encoded).orElse(encoded));
                    return new Typed(type, Plain.line(address, ORIGINAL_CHARACTERS_MAX));
                });
    }

    private static String unicode(String written) {
        return EMBEDDED.matcher(written)
                .replaceAll(match -> {
                    int point = Integer.parseInt(match.group(1), 16);
                    return java.util.regex.Matcher.quoteReplacement(
                            Character.isValidCodePoint(point)
                                    ? Character.toString(point)
                                    : match.group());
                });
    }
}
