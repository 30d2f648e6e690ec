package posthouse.smtp;

import java.util.Locale;
import java.util.Optional;

/// Text as the parameters of MAIL and RCPT carry it (RFC 3461 §4): `xtext = *( xchar / hexchar )`,
/// `hexchar = "+" 2(%x30-39 / %x41-46)`. Characters up to U+00FF; those beyond stand for
/// themselves.
public final class Xtext {
    private static final String DIGITS = "0123456789ABCDEF";

    private Xtext() {}

    /// What `written` means; empty where it is no xtext.
    public static Optional<String> decode(String written) {
        var plain = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '+') {
                int high = i + 2 < written.length() ? DIGITS.indexOf(written.charAt(i + 1)) : -1;
                int low = high < 0 ? -1 : DIGITS.indexOf(written.charAt(i + 2));
                if (low < 0) {
                    return Optional.empty();
                }
                c = (char) (high << 4 | low);
                i += 2;
            } else if (c == '=') {
                return Optional.empty();
            }
            plain.append(c);
        }
        return Optional.of(plain.toString());
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /// An ORCPT as a server reads it that does not take UTF-8: with `\x{E9}` for each character
    /// beyond ASCII (RFC 6533 §3).
    public static String sevenBit(String original) {
        var ascii = new StringBuilder();
        original.codePoints()
                .forEach(c -> {
                    if (c < 0x80) {
                        ascii.append((char) c);
                    } else {
                        ascii.append(String.format(Locale.ROOT, "\\x{%X}", c));
                    }
                });
        return ascii.toString();
    }

    public static String encode(String plain) {
        var written = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c > 0xff || c > 0x20 && c < 0x7f && c != '+' && c != '=') {
                written.append(c);
            } else {
                written.append('+').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return written.toString();
    }
}
