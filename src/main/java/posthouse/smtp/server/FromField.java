package posthouse.smtp.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.address.Address;

/// Finds the addresses in the value of a From field (RFC 5322 §3.4 mailbox-list, groups included).
/// Of everything that a mail program could show as the author, none may be missed: what cannot be
/// read for certain is not read at all.
final class FromField {
    private final String value;
    private final List<Address> addresses = new ArrayList<>();
    private final StringBuilder bare = new StringBuilder();
    private Optional<String> angled = Optional.empty();
    private boolean malformed;
    private int at;

    private FromField(String value) {
        this.value = value;
    }

    /// @param value unfolded, in Unicode
    /// @return empty where it is malformed or holds no address
    static Optional<List<Address>> addresses(String value) {
        var field = new FromField(value);
        field.read();
        return field.malformed || field.addresses.isEmpty()
                ? Optional.empty()
                : Optional.of(field.addresses);
    }

    private void read() {
        while (at < value.length() && !malformed) {
            char c = value.charAt(at);
            switch (c) {
                case '(' -> comment();
                case '"' -> bare.append(quoted());
                case '<' -> angle();
                case ',', ';' -> {
                    at++;
                    mailbox();
                }
                case ':' -> {
                    at++;
                    bare.setLength(0); // That was the group's name.
                }
                default -> {
                    at++;
                    bare.append(c);
                }
            }
        }
        mailbox();
    }

    /// `comment = "(" *([FWS] ccontent) [FWS] ")"`, which nests.
    private void comment() {
        int depth = 0;
        do {
            char c = value.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at += c == '\\' ? 2 : 1;
        } while (depth > 0 && at < value.length());
        malformed |= depth > 0;
    }

    /// `quoted-string`, with its quotes.
    private String quoted() {
        int start = at++;
        while (at < value.length() && value.charAt(at) != '"') {
            at += value.charAt(at) == '\\' ? 2 : 1;
        }
        malformed |= at >= value.length();
        at = Math.min(at + 1, value.length());
        return value.substring(start, at);
    }

    /// `angle-addr = "<" addr-spec ">"`, or with an obsolete route.
    private void angle() {
        malformed |= angled.isPresent();
        at++;
        var inside = new StringBuilder();
        while (at < value.length() && value.charAt(at) != '>') {
            if (value.charAt(at) == '"') {
                inside.append(quoted());
            } else {
                inside.append(value.charAt(at++));
            }
        }
        malformed |= at >= value.length();
        at++;
        String address = inside.toString();
        int route = address.startsWith("@") ? address.indexOf(':') + 1 : 0;
        angled = Optional.of(address.substring(route));
        bare.setLength(0);
    }

    /// The end of one `mailbox = name-addr / addr-spec`.
    private void mailbox() {
        String text = angled.orElse(bare.toString()).strip();
        boolean trailing = angled.isPresent() && !bare.toString().isBlank();
        // A word without @ is part of a name with a comma that was not quoted.
        if (angled.isPresent() || text.indexOf('@') >= 0) {
            Address.parse(withoutSpaces(text)).ifPresentOrElse(addresses::add, this::reject);
        }
        malformed |= trailing;
        angled = Optional.empty();
        bare.setLength(0);
    }

    private void reject() {
        malformed = true;
    }

    /// Obsolete syntax allows white space around dots and the @.
    private static String withoutSpaces(String address) {
        return address.startsWith("\"") ? address : address.replaceAll("\\s*([.@])\\s*", "$1");
    }
}
