package posthouse.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;

class StuffingTest {
    private static final String LETTERS = "\r\n.a";
    private static final int LENGTH_MAX = 8;

    @Test
    void leavesAMessageInOrderAlone() throws IOException {
        String message = "Subject: Hi\r\n\r\nText\r\n";
        assertThat(chunked(message, message.length())).isEqualTo(message);
        assertThat(dotted(message, message.length())).isEqualTo(message + ".\r\n");
    }

    @Test
    void putsADotInFrontOfDots() throws IOException {
        assertThat(dotted(".a\r\n..\r\na.\r\n.\r\n", 3))
                .isEqualTo("..a\r\n...\r\na.\r\n..\r\n.\r\n");
    }

    @Test
    void endsTheLastLine() throws IOException {
        assertThat(dotted("a", 1)).isEqualTo("a\r\n.\r\n");
        assertThat(chunked("a", 1)).isEqualTo("a\r\n");
        assertThat(dotted("", 1)).isEqualTo(".\r\n");
    }

    /// Whatever stands around an end of data that is none: one message leaves, whole.
    @Test
    void nothingIsSmuggledOut() throws IOException {
        for (int length = 0; length <= LENGTH_MAX; length++) {
            int combinations = (int) Math.pow(LETTERS.length(), length);
            for (int number = 0; number < combinations; number++) {
                String hidden = combination(number, length);
                String message = "x" + hidden + "MAIL FROM:<a@b.test>\r\n";
                String lines = message.replaceAll("\r\n|\r|\n", "\r\n");
                String sent = dotted(message, 1 + number % 5);
                assertThat(sent.indexOf("\r\n.\r\n")).isEqualTo(sent.length() - 5);
                assertThat(sent.replace("\r\n", "")).doesNotContain("\r", "\n");
                assertThat(decoded(sent)).isEqualTo(lines);
                assertThat(chunked(message, 1 + number % 5)).isEqualTo(lines);
            }
        }
    }

    @Test
    void isTheSameHoweverItIsCut() {
        Seeds.each(
                2000,
                random -> {
                    var message = new StringBuilder();
                    for (int n = random.nextInt(60); n > 0; n--) {
                        message.append("\r\n\0..ab\u00e9\r\n".charAt(random.nextInt(10)));
                    }
                    assertThat(dotted(message.toString(), 1 + random.nextInt(9)))
                            .isEqualTo(dotted(message.toString(), 100));
                });
    }

    private static String combination(int number, int length) {
        var text = new StringBuilder();
        int rest = number;
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(rest % LETTERS.length()));
            rest /= LETTERS.length();
        }
        return text.toString();
    }

    private static String decoded(String sent) {
        byte[] octets = sent.getBytes(StandardCharsets.ISO_8859_1);
        var transparency = new Transparency();
        int length = transparency.decode(octets, 0, octets.length);
        assertThat(transparency.ended()).isTrue();
        assertThat(transparency.broken()).isFalse();
        assertThat(transparency.consumed()).isEqualTo(octets.length);
        return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static String dotted(String message, int pieces) throws IOException {
        return stuffed(new Stuffing(true), message, pieces);
    }

    private static String chunked(String message, int pieces) throws IOException {
        return stuffed(new Stuffing(false), message, pieces);
    }

    private static String stuffed(Stuffing stuffing, String message, int piece) throws IOException {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < octets.length; at += piece) {
            stuffing.write(octets, at, Math.min(octets.length, at + piece), out);
        }
        stuffing.end(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
