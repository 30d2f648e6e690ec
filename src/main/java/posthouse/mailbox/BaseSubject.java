package posthouse.mailbox;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posthouse.bytes.BytesBuilder;

/// The part of a subject that replies and forwards share (RFC 5256 §2.1).
///
/// @param text in lower case
/// @param reply whether the subject said that it is a reply or a forward
public record BaseSubject(String text, boolean reply) {
    private static final Pattern ENCODED_WORD =
            Pattern.compile("=\\?([^?*]+)(?:\\*[^?]*)?\\?([BbQq])\\?([^?]*)\\?=");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("(\\?=)\\s+(?==\\?)");
    private static final Pattern TRAILER = Pattern.compile("(?:\\s|\\(fwd\\))+$");
    private static final Pattern LEADER =
            Pattern.compile(
                    "^(?:\\s+|(?:\\[[^\\[\\]]*\\]\\s*)*(?:re|fwd?)\\s*(?:\\[[^\\[\\]]*\\]\\s*)?:)");
    private static final Pattern BLOB = Pattern.compile("^\\[[^\\[\\]]*\\]\\s*(?=\\S)");
    private static final Pattern FORWARD = Pattern.compile("^\\[fwd:(.*)\\]$");

    /// Characters that are looked at.
    private static final int CHARACTERS_MAX = 2000;

    /// @param subject unfolded, one character an octet
    public static BaseSubject of(String subject) {
        String all = subject.substring(0, Math.min(subject.length(), CHARACTERS_MAX));
        String text = decoded(all).replaceAll("\\s+", " ").toLowerCase(Locale.ROOT); // (1)
        var rest = new BaseSubject(text, false);
        while (true) {
            rest = rest.without(TRAILER); // (2)
            rest = rest.withoutLeaders(); // (3) to (5)
            Matcher forward = FORWARD.matcher(rest.text);
            if (!forward.matches()) {
                return rest;
            }
            rest = new BaseSubject(forward.group(1), true); // (6)
        }
    }

    private BaseSubject withoutLeaders() {
        BaseSubject rest = this;
        while (true) {
            BaseSubject shorter = rest.without(LEADER);
            shorter = new BaseSubject(BLOB.matcher(shorter.text).replaceFirst(""), shorter.reply);
            if (shorter.text.equals(rest.text)) {
                return rest;
            }
            rest = shorter;
        }
    }

    /// More than white space at one of the ends says that it is a reply.
    private BaseSubject without(Pattern end) {
        Matcher found = end.matcher(text);
        return found.find()
                ? new BaseSubject(found.replaceFirst(""), reply || !found.group().isBlank())
                : this;
    }

    /// Encoded words decoded (RFC 2047); raw octets are taken as UTF-8.
    private static String decoded(String subject) {
        String text =
                new String(subject.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        if (!text.contains("=?")) {
            return text;
        }
        String joined = BETWEEN_WORDS.matcher(text).replaceAll("$1");
        return ENCODED_WORD
                .matcher(joined)
                .replaceAll(word -> Matcher.quoteReplacement(decoded(word)));
    }

    private static String decoded(java.util.regex.MatchResult word) {
        try {
            Charset charset = Charset.forName(word.group(1));
            String encoding = word.group(2);
            byte[] octets =
                    encoding.equalsIgnoreCase("B")
                            ? Base64.getMimeDecoder().decode(word.group(3))
                            : q(word.group(3));
            return new String(octets, charset);
        } catch (IllegalArgumentException _) {
            return word.group(); // an unknown charset, or not Base64: the words as they are
        }
    }

    /// RFC 2047 §4.2.
    private static byte[] q(String text) {
        var octets = new BytesBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' && i + 2 < text.length() && isHex(text, i + 1)) {
                octets.octet(Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else {
                octets.octet(c == '_' ? ' ' : c);
            }
        }
        return octets.build().toArray();
    }

    private static boolean isHex(String text, int at) {
        return Character.digit(text.charAt(at), 16) >= 0
                && Character.digit(text.charAt(at + 1), 16) >= 0;
    }
}
