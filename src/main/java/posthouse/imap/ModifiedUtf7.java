package posthouse.imap;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Modified UTF-7, in which IMAP4rev1 writes the names of mailboxes (RFC 3501 §5.1.3).
final class ModifiedUtf7 {
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getDecoder();

    private ModifiedUtf7() {}

    /// Any text as printable US-ASCII.
    static String encode(String text) {
        var encoded = new StringBuilder(text.length() + 8);
        for (int at = 0; at < text.length(); ) {
            int end = at;
            while (end < text.length() && !isDirect(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                byte[] octets = text.substring(at, end).getBytes(StandardCharsets.UTF_16BE);
                String base64 = ENCODER.encodeToString(octets).replace('/', ',');
                encoded.append('&').append(base64).append('-');
                at = end;
            } else {
                char c = text.charAt(at++);
                encoded.append(c);
                if (c == '&') {
                    encoded.append('-');
                }
            }
        }
        return encoded.toString();
    }

    /// The text that was written so, or nothing where it was not written as [#encode] would: the
    /// section allows one way to write each name.
    static Optional<String> decode(String encoded) {
        var text = new StringBuilder(encoded.length());
        for (int at = 0; at < encoded.length(); at++) {
            char c = encoded.charAt(at);
            if (c != '&') {
                text.append(c);
                continue;
            }
            int end = encoded.indexOf('-', at);
            if (end < 0) {
                return Optional.empty();
            }
            Optional<String> shifted = shifted(encoded.substring(at + 1, end));
            if (shifted.isEmpty()) {
                return Optional.empty();
            }
            text.append(shifted.get());
            at = end;
        }
        String decoded = text.toString();
        return encode(decoded).equals(encoded) ? Optional.of(decoded) : Optional.empty();
    }

    private static Optional<String> shifted(String base64) {
        if (base64.isEmpty()) {
            return Optional.of("&");
        }
        try {
            byte[] octets = DECODER.decode(base64.replace(',', '/'));
            return Optional.of(new String(octets, StandardCharsets.UTF_16BE));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // that is the answer
        }
    }

    private static boolean isDirect(char c) {
        return c >= 0x20 && c <= 0x7e;
    }
}
