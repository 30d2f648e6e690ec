package posthouse.mime;

import posthouse.bytes.BytesBuilder;

/// Strings of IMAP (RFC 9051 §4.3): quoted where they may be, else literals, which may hold 8-bit
/// octets in every revision; so the same octets serve sessions with and without UTF8=ACCEPT (RFC
/// 6855 §3). Texts have one character an octet.
final class Quoting {
    /// Longer strings are literals, which need no escapes.
    static final int QUOTED_OCTETS_MAX = 1_000;

    private Quoting() {}

    static void string(BytesBuilder out, String octets) {
        // No string of IMAP but a literal8 has NUL.
        String text = octets.indexOf('\0') < 0 ? octets : octets.replace("\0", "");
        if (mayBeQuoted(text)) {
            quoted(out, text);
        } else {
            out.octet('{').decimal(text.length()).latin1("}\r\n").latin1(text);
        }
    }

    static void nil(BytesBuilder out) {
        out.latin1("NIL");
    }

    /// NIL for an empty text.
    static void stringOrNil(BytesBuilder out, String octets) {
        if (octets.isEmpty()) {
            nil(out);
        } else {
            string(out, octets);
        }
    }

    private static boolean mayBeQuoted(String text) {
        if (text.length() > QUOTED_OCTETS_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char octet = text.charAt(i);
            if (octet >= 0x80 || octet == '\r' || octet == '\n') {
                return false;
            }
        }
        return true;
    }

    private static void quoted(BytesBuilder out, String text) {
        out.octet('"');
        if (text.indexOf('"') < 0 && text.indexOf('\\') < 0) {
            out.latin1(text);
        } else {
            for (int i = 0; i < text.length(); i++) {
                char octet = text.charAt(i);
                if (octet == '"' || octet == '\\') {
                    out.octet('\\');
                }
                out.octet(octet);
            }
        }
        out.octet('"');
    }
}
