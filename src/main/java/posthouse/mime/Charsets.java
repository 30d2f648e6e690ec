package posthouse.mime;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Charsets as mail names them: Java's, and what programs write instead. Where a name says less
/// than the truth (ISO-8859-1 with quotation marks of Windows), the larger charset is taken.
public final class Charsets {
    /// Characters of a name; longer ones name nothing.
    static final int NAME_CHARACTERS_MAX = 40;

    /// What text is taken for that is not UTF-8 and says nothing of use.
    static final Charset WINDOWS = Charset.forName("windows-1252");

    private static final Pattern CODE_PAGE =
            Pattern.compile("(?:x-)?(?:windows|win|cp|ms|ibm)[-_]?(125[0-8]|874|866|850|437|852)");
    private static final Pattern ISO_8859 =
            Pattern.compile("(?:x-)?(?:iso)?[-_ ]?8859[-_ ]?(\\d{1,2})(?:-[ie])?");

    private static final Map<String, String> ALIASES =
            Map.ofEntries(
                    Map.entry("utf8", "UTF-8"),
                    Map.entry("utf-8", "UTF-8"),
                    Map.entry("utf_8", "UTF-8"),
                    Map.entry("utf8mb4", "UTF-8"),
                    Map.entry("unicode-1-1-utf-8", "UTF-8"),
                    Map.entry("latin1", "windows-1252"),
                    Map.entry("latin-1", "windows-1252"),
                    Map.entry("latin2", "ISO-8859-2"),
                    Map.entry("ansi", "windows-1252"),
                    Map.entry("gb2312", "GB18030"),
                    Map.entry("gb_2312-80", "GB18030"),
                    Map.entry("gbk", "GB18030"),
                    Map.entry("x-gbk", "GB18030"),
                    Map.entry("cp936", "GB18030"),
                    Map.entry("hz-gb-2312", "GB18030"),
                    Map.entry("shift_jis", "windows-31j"),
                    Map.entry("shift-jis", "windows-31j"),
                    Map.entry("sjis", "windows-31j"),
                    Map.entry("x-sjis", "windows-31j"),
                    Map.entry("cp932", "windows-31j"),
                    Map.entry("ks_c_5601-1987", "x-windows-949"),
                    Map.entry("ks_c_5601", "x-windows-949"),
                    Map.entry("euc-kr", "x-windows-949"),
                    Map.entry("cp949", "x-windows-949"),
                    Map.entry("cp950", "Big5"),
                    Map.entry("x-big5", "Big5"),
                    Map.entry("tis-620", "windows-874"),
                    Map.entry("iso-8859-11", "windows-874"),
                    Map.entry("macintosh", "x-MacRoman"),
                    Map.entry("x-mac-roman", "x-MacRoman"),
                    Map.entry("koi8r", "KOI8-R"),
                    Map.entry("koi8u", "KOI8-U"));

    private Charsets() {}

    /// The charset of that name; empty where it is unknown, or says only that it is unknown
    /// (`x-unknown`), or is US-ASCII: of 8-bit text that is no answer (RFC 7103 §7.6).
    public static Optional<Charset> named(String name) {
        String plain = plain(name);
        if (plain.isEmpty() || plain.length() > NAME_CHARACTERS_MAX) {
            return Optional.empty();
        }
        String javas = ALIASES.getOrDefault(plain, plain);
        var codePage = CODE_PAGE.matcher(javas);
        if (codePage.matches()) {
            String number = codePage.group(1);
            javas =
                    number.startsWith("125") || number.equals("874")
                            ? "windows-" + number
                            : "IBM" + number;
        }
        var iso = ISO_8859.matcher(javas);
        if (iso.matches()) {
            javas = iso.group(1).equals("1") ? "windows-1252" : "ISO-8859-" + iso.group(1);
        }
        return ofJava(javas);
    }

    private static String plain(String name) {
        return name.replace("\"", "").replace("'", "").strip().toLowerCase(Locale.ROOT);
    }

    private static Optional<Charset> ofJava(String name) {
        try {
            var charset = Charset.forName(name);
            return charset.equals(StandardCharsets.US_ASCII)
                    ? Optional.empty()
                    : Optional.of(charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Optional.empty(); // that is the answer
        }
    }

    /// The text, with U+FFFD for what the charset does not have. Of an unknown charset: UTF-8 where
    /// the octets are UTF-8, else windows-1252.
    ///
    /// @param charset as mail names it; may be empty
    public static String decode(byte[] octets, String charset) {
        return named(charset)
                .map(known -> new String(octets, known))
                .orElseGet(() -> guess(octets));
    }

    /// UTF-8 where the octets are UTF-8, else windows-1252 (RFC 7103 §7.6).
    static String guess(byte[] octets) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException _) {
            return new String(octets, WINDOWS);
        }
    }

    /// The same for a stream: of an unknown charset, UTF-8 with those octets taken for windows-1252
    /// that are none.
    public static Reader reader(InputStream octets, String charset) {
        return named(charset)
                .<Reader>map(known -> new InputStreamReader(octets, known))
                .orElseGet(() -> new GuessingReader(octets));
    }
}
