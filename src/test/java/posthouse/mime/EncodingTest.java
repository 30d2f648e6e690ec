package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

class EncodingTest {
    private static String quoted(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return Bytes.wrap(TransferEncoding.QUOTED_PRINTABLE.encode(octets)).latin1();
    }

    @Test
    void quotesWhatIsNotPlain() {
        assertThat(quoted("a=b\r\nsch\u00f6n\r\n")).isEqualTo("a=3Db\r\nsch=F6n\r\n");
        assertThat(quoted("end \r\n\t\r\nend ")).isEqualTo("end=20\r\n=09\r\nend=20");
        assertThat(quoted("lone\rand\n")).isEqualTo("lone=0Dand=0A");
        assertThat(quoted("")).isEmpty();
        assertThat(quoted("--a\r\na-b")).isEqualTo("=2D-a\r\na-b");
    }

    @Test
    void breaksLongLinesSoftly() {
        assertThat(quoted("x".repeat(75) + "\r\n")).isEqualTo("x".repeat(75) + "\r\n");
        assertThat(quoted("x".repeat(80))).isEqualTo("x".repeat(75) + "=\r\nxxxxx");
        assertThat(quoted("x".repeat(73) + "\u00e4")).isEqualTo("x".repeat(73) + "=\r\n=E4");
    }

    @Test
    void base64HasLinesThatEnd() {
        byte[] octets = new byte[58];
        String encoded = Bytes.wrap(TransferEncoding.BASE64.encode(octets)).latin1();
        assertThat(encoded).isEqualTo("A".repeat(76) + "\r\nAA==\r\n");
        assertThat(TransferEncoding.BASE64.encode(new byte[0])).isEmpty();
    }

    @Test
    void decodingGivesTheSameOctetsAgain() {
        Seeds.each(
                2_000,
                random -> {
                    byte[] octets = octets(random);
                    for (var encoding :
                            new TransferEncoding[] {
                                TransferEncoding.QUOTED_PRINTABLE, TransferEncoding.BASE64
                            }) {
                        byte[] encoded = encoding.encode(octets);
                        assertThat(encoding.decode(encoded)).isEqualTo(octets);
                        var needs = TransportNeeds.of(new ByteArrayInputStream(encoded));
                        assertThat(needs.isSevenBit()).isTrue();
                        for (String line : Bytes.wrap(encoded).latin1().split("\r\n", -1)) {
                            assertThat(line)
                                    .hasSizeLessThanOrEqualTo(76)
                                    .doesNotContain("\r", "\n");
                        }
                    }
                });
    }

    private static byte[] octets(Random random) {
        byte[] octets = new byte[random.nextInt(random.nextBoolean() ? 300 : 9_000)];
        String often = "\r\n \t=-.ab\u00e4";
        for (int i = 0; i < octets.length; i++) {
            octets[i] =
                    random.nextInt(4) == 0
                            ? (byte) random.nextInt(256)
                            : (byte) often.charAt(random.nextInt(often.length()));
        }
        return octets;
    }

    @Test
    void encodedWordsAreReadBack() {
        for (String text :
                new String[] {"plain", "schön", "=?x", "ü".repeat(200), "\ud83d\udced "}) {
            String encoded = EncodedWords.encode(text);
            assertThat(encoded.chars().allMatch(c -> c < 0x80)).isTrue();
            assertThat(EncodedWords.decode(encoded)).isEqualTo(text);
            if (!encoded.equals(text)) {
                assertThat(encoded.split(" ")).allMatch(word -> word.length() <= 75);
            }
        }
    }

    @Test
    void whatATransportMustCarryIsSeen() throws IOException {
        assertThat(needs("a\r\nb".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new TransportNeeds(4, false, false));
        assertThat(needs(new byte[] {'a', (byte) 0xe4}).eightBit()).isTrue();
        assertThat(needs(new byte[] {0}).eightBit()).isTrue();
        String line = "x".repeat(TransportNeeds.LINE_OCTETS_MAX);
        assertThat(needs(("\r\n" + line + "\r\n").getBytes(StandardCharsets.US_ASCII)).isSevenBit())
                .isTrue();
        assertThat(needs((line + "x").getBytes(StandardCharsets.US_ASCII)).longLines()).isTrue();
    }

    private static TransportNeeds needs(byte[] octets) throws IOException {
        return TransportNeeds.of(new ByteArrayInputStream(octets));
    }
}
