package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;

/// Transfer encodings, charsets and parameters.
class ContentTest {
    private static String decode(TransferEncoding encoding, String content) {
        byte[] octets = encoding.decode(content.getBytes(StandardCharsets.ISO_8859_1));
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    @Test
    void stepsOverRubbishInBase64() {
        var examples =
                Map.of(
                        "aGVs\r\nbG8=", "hello",
                        "aGVsbG8", "hello",
                        " a-G!V\0s b\tG8=", "hello",
                        "aGVsbG8=\r\n____\r\nA list's footer", "hello",
                        "=aGVsbG8=", "hello",
                        "aGVsbG8h====", "hello!",
                        "a", "",
                        "", "");
        examples.forEach((content, text) ->
                assertThat(decode(TransferEncoding.BASE64, content)).as(content).isEqualTo(text));
    }

    @Test
    void leavesAloneWhatIsNotQuotedPrintable() {
        // RFC 2045 §6.7 and its notes on what to do with what is illegal.
        var examples =
                Map.ofEntries(
                        Map.entry("a=3Db", "a=b"),
                        Map.entry("a=c3=BC", "a\u00c3\u00bc"),
                        Map.entry("soft=\r\nbreak", "softbreak"),
                        Map.entry("soft= \t\r\nbreak", "softbreak"),
                        Map.entry("soft=\nbreak", "softbreak"),
                        Map.entry("blanks  \t\r\nend \t", "blanks\r\nend"),
                        Map.entry("a=b", "a=b"),
                        Map.entry("a==41", "a=A"),
                        Map.entry("=4", "=4"),
                        Map.entry("= x", "= x"),
                        Map.entry("=", ""),
                        Map.entry("=G1=1G", "=G1=1G"),
                        Map.entry("\u00fc", "\u00fc"),
                        Map.entry("a  b", "a  b"));
        examples.forEach((content, text) ->
                assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, content))
                        .as(content)
                        .isEqualTo(text));
    }

    @Test
    void decodesTheSameHoweverItIsRead() {
        Seeds.each(
                500,
                random -> {
                    byte[] octets = new byte[random.nextInt(9_000)];
                    random.nextBytes(octets);
                    String encoded = Base64.getMimeEncoder().encodeToString(octets);
                    assertThat(
                                    TransferEncoding.BASE64.decode(
                                            encoded.getBytes(StandardCharsets.US_ASCII)))
                            .isEqualTo(octets);
                    for (var encoding :
                            List.of(TransferEncoding.BASE64, TransferEncoding.QUOTED_PRINTABLE)) {
                        byte[] whole = encoding.decode(octets);
                        var slow =
                                new ByteArrayInputStream(octets) {
                                    @Override
                                    public int read(byte[] into, int at, int length) {
                                        return super.read(
                                                into, at, Math.min(length, 1 + random.nextInt(3)));
                                    }
                                };
                        assertThat(pieces(encoding.decoding(slow), 1 + random.nextInt(5)))
                                .isEqualTo(whole);
                    }
                });
    }

    private static byte[] pieces(InputStream in, int size) throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        byte[] piece = new byte[size];
        for (int count = in.read(piece, 0, size); count >= 0; count = in.read(piece, 0, size)) {
            out.write(piece, 0, count);
        }
        return out.toByteArray();
    }

    @Test
    void knowsTheCharsetsThatMailNames() {
        var examples =
                Map.ofEntries(
                        Map.entry("UTF8", "UTF-8"),
                        Map.entry("\"utf-8\"", "UTF-8"),
                        Map.entry("iso-8859-1", "windows-1252"),
                        Map.entry("ISO8859-15", "ISO-8859-15"),
                        Map.entry("8859_2", "ISO-8859-2"),
                        Map.entry("iso-8859-8-i", "ISO-8859-8"),
                        Map.entry("cp1251", "windows-1251"),
                        Map.entry("x-win-1250", "windows-1250"),
                        Map.entry("gb2312", "GB18030"),
                        Map.entry("shift_jis", "windows-31j"),
                        Map.entry("ISO-2022-JP", "ISO-2022-JP"),
                        Map.entry("euc-jp", "EUC-JP"),
                        Map.entry("iso-2022-kr", "ISO-2022-KR"),
                        Map.entry("big5", "Big5"),
                        Map.entry("koi8-r", "KOI8-R"));
        examples.forEach((name, charset) ->
                assertThat(Charsets.named(name).orElseThrow().name()).as(name).isEqualTo(charset));
        for (String name : List.of("", "x-unknown", "us-ascii", "no such", "a".repeat(99), "é")) {
            assertThat(Charsets.named(name)).as(name).isEmpty();
        }
    }

    @Test
    void guessesTheCharsetOfAStream() throws IOException {
        Seeds.each(
                300,
                random -> {
                    var text = new StringBuilder();
                    for (int left = random.nextInt(6_000); left > 0; left--) {
                        text.appendCodePoint(
                                switch (random.nextInt(4)) {
                                    case 0 -> 'a' + random.nextInt(26);
                                    case 1 -> 0xa0 + random.nextInt(0x700);
                                    case 2 -> 0x1f600 + random.nextInt(40);
                                    default -> 0x4e00 + random.nextInt(99);
                                });
                    }
                    byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
                    try (var reader = Charsets.reader(new ByteArrayInputStream(octets), "")) {
                        var read = new StringBuilder();
                        char[] some = new char[1 + random.nextInt(3)];
                        for (int count = reader.read(some); count >= 0; count = reader.read(some)) {
                            read.append(some, 0, count);
                        }
                        assertThat(read.toString()).isEqualTo(text.toString());
                    }
                });
        byte[] mixed = {'a', (byte) 0xfc, 'b', (byte) 0xc3, (byte) 0xbc, (byte) 0xe2, (byte) 0x82};
        try (var reader = Charsets.reader(new ByteArrayInputStream(mixed), "us-ascii")) {
            assertThat(reader.readAllAsString()).isEqualTo("aübüâ‚");
        }
    }

    private static String parameter(String field, String name) {
        return ContentType.parse("a/b;" + field).parameters().text(name).orElse("none");
    }

    @Test
    void readsParametersAsTheyAreSent() {
        var examples =
                Map.ofEntries(
                        Map.entry("name=a", "a"),
                        Map.entry(" NAME = \"a;b\\\"c\" ; x=y", "a;b\"c"),
                        Map.entry("name=a b.pdf; x=y", "a b.pdf"),
                        Map.entry("name=a (comment); x=y", "a"),
                        Map.entry("name=\"a", "a"),
                        Map.entry("name=\"a; x=y", "a"),
                        Map.entry("name=", ""),
                        Map.entry("name", "none"),
                        Map.entry("name=a; name=b", "a"),
                        Map.entry("name==?utf-8?q?=c3=bc?=", "ü"),
                        Map.entry("name=\"\u00c3\u00bc\"", "ü"),
                        Map.entry("name=\"\u00fc\"", "ü"),
                        Map.entry("name*=utf-8''%c3%bc", "ü"),
                        Map.entry("name*=iso-8859-1'de'%fc%", "ü%"),
                        Map.entry("name=a; name*=utf-8''b", "b"),
                        Map.entry("name*=%c3%bc", "ü"),
                        Map.entry("name*0=a; name*1=b; name*3=d", "ab"),
                        Map.entry("name*1=b", ""),
                        Map.entry("name*0*=utf-8''%c3; name*1*=%bc; name*2=%41", "ü%41"),
                        Map.entry("name*x=a", "none"),
                        Map.entry("name*99999=a", "none"));
        examples.forEach(
                (field, text) -> assertThat(parameter(field, "name")).as(field).isEqualTo(text));
    }

    @Test
    void takesTimeInProportionToTheParameters() {
        for (String piece :
                List.of(";a=\"", "a*0=b;", ";", "=", "(", "a=(\\", "a=\"\\\";", "a=b;")) {
            assertThat(ContentType.parse("a/b;" + piece.repeat(400_000 / piece.length())).name())
                    .isEqualTo("a/b");
        }
    }
}
