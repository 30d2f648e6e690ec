package posthouse.address;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// A mail address: local part and domain (RFC 5321 §4.1.2 Mailbox, RFC 6531 §3.3).
///
/// The local part is kept as written, without quotes or backslashes; whether two of them are the
/// same is the receiving host's decision (RFC 5321 §2.4): ours is [#key()].
public record Address(String localPart, Domain domain) {
    /// RFC 5321 §4.5.3.1.1, in octets.
    public static final int LOCAL_PART_OCTETS_MAX = 64;

    /// RFC 5321 §4.5.3.1.3, in octets, without the angle brackets.
    public static final int ADDRESS_OCTETS_MAX = 254;

    /// `text` as an address: a dot-string or quoted-string, `@`, a domain name. Nothing where it is
    /// none, also where it is too long, as given or as it would be written. Liberal in one thing: a
    /// dot at the end of, or two dots in, an unquoted local part is accepted, since such addresses
    /// exist.
    public static Optional<Address> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || utf8Length(text) > ADDRESS_OCTETS_MAX) {
            return Optional.empty();
        }
        return localPart(text.substring(0, at))
                .flatMap(local ->
                        Domain.parse(text.substring(at + 1))
                                .map(domain -> new Address(local, domain)))
                .filter(address -> utf8Length(address.toString()) <= ADDRESS_OCTETS_MAX);
    }

    /// The form in which addresses of this installation are looked up: NFC, lower case,
    /// `local@domain`.
    public String key() {
        return Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT)
                + "@"
                + domain.name();
    }

    /// The address without its detail: `ann+list@` gives `ann@` (RFC 5233 §1). The same where there
    /// is none.
    public Address withoutDetail() {
        int plus = localPart.indexOf('+');
        return plus < 1 ? this : new Address(localPart.substring(0, plus), domain);
    }

    /// What stands behind the first `+` of the local part; empty where there is none.
    public String detail() {
        int plus = localPart.indexOf('+');
        return plus < 1 ? "" : localPart.substring(plus + 1);
    }

    /// True where only SMTPUTF8 can carry it (RFC 6531).
    public boolean needsUtf8() {
        return localPart.chars().anyMatch(c -> c >= 0x80);
    }

    /// As written in SMTP, quoted where it must be (RFC 5321 §4.1.2 Quoted-string).
    @Override
    public String toString() {
        if (isDotString(localPart)) {
            return localPart + "@" + domain;
        }
        return '"' + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + "\"@" + domain;
    }

    private static Optional<String> localPart(String written) {
        String local = written.startsWith("\"") ? unquote(written) : written;
        boolean quoted = written.startsWith("\"");
        if (local.isEmpty()
                || utf8Length(local) > LOCAL_PART_OCTETS_MAX
                || local.chars().anyMatch(c -> c < 0x20 || c == 0x7f)
                || !quoted && !isLooseDotString(local)) {
            return Optional.empty();
        }
        return Optional.of(local);
    }

    /// The content of a quoted string; empty where it is none.
    private static String unquote(String written) {
        if (written.length() < 2 || !written.endsWith("\"")) {
            return "";
        }
        var local = new StringBuilder();
        for (int i = 1; i < written.length() - 1; i++) {
            char c = written.charAt(i);
            if (c == '\\' && i + 1 < written.length() - 1) {
                c = written.charAt(++i);
            } else if (c == '"' || c == '\\') {
                return "";
            }
            local.append(c);
        }
        return local.toString();
    }

    private static boolean isDotString(String local) {
        return isLooseDotString(local)
                && !local.startsWith(".")
                && !local.endsWith(".")
                && !local.contains("..");
    }

    private static boolean isLooseDotString(String local) {
        return !local.startsWith(".") && local.chars().allMatch(Address::isAtextOrDot);
    }

    /// RFC 5322 §3.2.3 atext, RFC 6531 §3.3 UTF8-non-ascii, and the dot.
    private static boolean isAtextOrDot(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c >= 0x80
                || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0;
    }

    private static int utf8Length(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }
}
