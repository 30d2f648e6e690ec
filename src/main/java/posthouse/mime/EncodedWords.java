package posthouse.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import posthouse.bytes.Bytes;

/// Header text as people read it: encoded words (RFC 2047), raw UTF-8 (RFC 6532), and 8-bit text of
/// an unnamed charset.
///
/// Takes what is sent rather than what is allowed: encoded words within words and within quotes,
/// with spaces in them, longer than 75 characters. Neighbours of the same charset are joined before
/// their charset is decoded, since many writers cut characters in two. A word that cannot be
/// decoded stays as it is.
public final class EncodedWords {
    /// Octets of UTF-8 in a word that we write: a line holds it with a field's name in front (RFC
    /// 2047 §2).
    private static final int WORD_OCTETS_MAX = 39;

    private EncodedWords() {}

    /// The text of an unfolded value that has one character an octet.
    public static String decode(String value) {
        if (!value.contains("=?")) {
            return raw(value);
        }
        return new Decoder(value).text();
    }

    /// A text as a header can have it: itself where it is ASCII, else encoded words with a space
    /// between them, where the field is to be folded.
    public static String encode(String text) {
        if (text.chars().allMatch(c -> c < 0x80) && !text.contains("=?")) {
            return text;
        }
        var words = new ArrayList<String>();
        var piece = new StringBuilder();
        int octets = 0;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            String next = Character.toString(text.codePointAt(at));
            int length = next.getBytes(StandardCharsets.UTF_8).length;
            if (octets + length > WORD_OCTETS_MAX) {
                words.add(word(piece.toString()));
                piece.setLength(0);
                octets = 0;
            }
            piece.append(next);
            octets += length;
        }
        words.add(word(piece.toString()));
        return String.join(" ", words);
    }

    private static String word(String piece) {
        byte[] octets = piece.getBytes(StandardCharsets.UTF_8);
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=";
    }

    private static String raw(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) >= 0x80) {
                return Charsets.guess(octets.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return octets;
    }

    /// `"=?" charset ["*" language] "?" encoding "?" text "?="` (RFC 2047 §2, RFC 2231 §5).
    ///
    /// @param end the index behind it
    private record Word(String charset, Bytes octets, int end) {
        static final Word NONE = new Word("", Bytes.EMPTY, -1);
    }

    /// Goes through one value.
    private static final class Decoder {
        private final String value;
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream joined = new ByteArrayOutputStream();
        private String charset = "";

        Decoder(String value) {
            this.value = value;
        }

        String text() {
            int plainFrom = 0;
            int at = value.indexOf("=?");
            while (at >= 0) {
                Word word = word(at);
                if (word.end() < 0) {
                    at = value.indexOf("=?", at + 2);
                    continue;
                }
                plain(plainFrom, at, joined.size() > 0);
                if (!word.charset().equalsIgnoreCase(charset)) {
                    flush();
                    charset = word.charset();
                }
                joined.writeBytes(word.octets().toArray());
                plainFrom = word.end();
                at = value.indexOf("=?", plainFrom);
            }
            plain(plainFrom, value.length(), false);
            flush();
            return text.toString();
        }

        /// What stands between words; white space alone is nothing (RFC 2047 §6.2).
        private void plain(int from, int to, boolean betweenWords) {
            String between = value.substring(from, to);
            if (between.isEmpty() || betweenWords && between.isBlank()) {
                return;
            }
            flush();
            text.append(raw(between));
        }

        private void flush() {
            if (joined.size() > 0) {
                text.append(Charsets.decode(joined.toByteArray(), charset));
                joined.reset();
            }
        }

        private Word word(int start) {
            int charsetEnd = value.indexOf('?', start + 2);
            if (charsetEnd < 0
                    || charsetEnd == start + 2
                    || charsetEnd - start > Charsets.NAME_CHARACTERS_MAX
                    || charsetEnd + 2 >= value.length()
                    || value.charAt(charsetEnd + 2) != '?') {
                return Word.NONE;
            }
            int textStart = charsetEnd + 3;
            int textEnd = value.indexOf('?', textStart);
            if (textEnd < 0 || textEnd + 1 >= value.length() || value.charAt(textEnd + 1) != '=') {
                return Word.NONE;
            }
            String name = value.substring(start + 2, charsetEnd);
            int language = name.indexOf('*');
            String content = value.substring(textStart, textEnd);
            return switch (value.charAt(charsetEnd + 1)) {
                case 'B', 'b' -> new Word(charset(name, language), base64(content), textEnd + 2);
                case 'Q', 'q' -> new Word(charset(name, language), quoted(content), textEnd + 2);
                default -> Word.NONE;
            };
        }

        private static String charset(String name, int language) {
            return language < 0 ? name : name.substring(0, language);
        }

        private static Bytes base64(String content) {
            return Bytes.wrap(
                    TransferEncoding.BASE64.decode(content.getBytes(StandardCharsets.ISO_8859_1)));
        }

        /// RFC 2047 §4.2.
        private static Bytes quoted(String content) {
            var octets = new ByteArrayOutputStream(content.length());
            for (int i = 0; i < content.length(); i++) {
                char character = content.charAt(i);
                int code = character == '=' ? hex(content, i + 1) : -1;
                if (code >= 0) {
                    octets.write(code);
                    i += 2;
                } else {
                    octets.write(character == '_' ? ' ' : character);
                }
            }
            return Bytes.wrap(octets.toByteArray());
        }

        private static int hex(String text, int at) {
            if (at + 1 >= text.length()) {
                return -1;
            }
            int high = Character.digit(text.charAt(at), 16);
            int low = Character.digit(text.charAt(at + 1), 16);
            return high < 0 || low < 0 ? -1 : high << 4 | low;
        }
    }
}
