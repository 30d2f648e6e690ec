package posthouse.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;

class DotStuffingTest {
    @Test
    void putsADotBeforeADotThatBeginsALine() throws IOException {
        assertStuffed("", "");
        assertStuffed(".", "..");
        assertStuffed("..\r\n.\r\n", "...\r\n..\r\n");
        assertStuffed("a.b\r\n c.\r\n", "a.b\r\n c.\r\n");
        assertStuffed("12345678\r\n.9\r\n.", "12345678\r\n..9\r\n..");
    }

    @Test
    void takesABareLineFeedForALineEnd() throws IOException {
        assertStuffed("a\n.\r\nb\r\n", "a\n..\r\nb\r\n");
    }

    @Test
    void keepsNul() throws IOException {
        assertStuffed("a\0.\0\r\n.\0", "a\0.\0\r\n..\0");
    }

    @Test
    void knowsWhetherALineBegins() throws IOException {
        assertThat(lineBeginsBehind("")).isTrue();
        assertThat(lineBeginsBehind("a\r\n")).isTrue();
        assertThat(lineBeginsBehind("a")).isFalse();
        assertThat(lineBeginsBehind("a\r")).isFalse();
        assertThat(lineBeginsBehind("a\n")).isFalse();
        assertThat(lineBeginsBehind("\n")).isFalse();
    }

    @Test
    void isUndoneByAClientWhereverTheBlocksEnd() {
        Seeds.each(
                5_000,
                random -> {
                    byte[] message = message(random);
                    var out = new ByteArrayOutputStream();
                    try (var stuffing = new DotStuffing(out)) {
                        for (int at = 0; at < message.length; ) {
                            int count = Math.min(message.length - at, 1 + random.nextInt(40));
                            stuffing.write(message, at, count);
                            at += count;
                        }
                    }
                    assertThat(unstuffed(out.toString(StandardCharsets.ISO_8859_1)))
                            .isEqualTo(new String(message, StandardCharsets.ISO_8859_1));
                });
    }

    /// What a client makes of it that takes every LF for a line end, as most do.
    private static String unstuffed(String stuffed) {
        var text = new StringBuilder();
        for (String line : stuffed.split("(?<=\n)")) {
            assertThat(line).isNotEqualTo(".\r\n");
            text.append(line.startsWith(".") ? line.substring(1) : line);
        }
        return text.toString();
    }

    private static byte[] message(Random random) {
        byte[] octets = {'.', '.', '\r', '\n', '\n', 'a', 0, (byte) 0x8a, '\n' + 1, '/'};
        byte[] message = new byte[random.nextInt(200)];
        for (int i = 0; i < message.length; i++) {
            boolean plain = random.nextInt(3) == 0;
            message[i] = plain ? (byte) 'x' : octets[random.nextInt(octets.length)];
        }
        return message;
    }

    private static void assertStuffed(String message, String stuffed) throws IOException {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        var whole = new ByteArrayOutputStream();
        var single = new ByteArrayOutputStream();
        try (var inOne = new DotStuffing(whole);
                var inMany = new DotStuffing(single)) {
            inOne.write(octets, 0, octets.length);
            for (byte octet : octets) {
                inMany.write(octet);
            }
        }
        assertThat(whole.toString(StandardCharsets.ISO_8859_1)).isEqualTo(stuffed);
        assertThat(single.toString(StandardCharsets.ISO_8859_1)).isEqualTo(stuffed);
    }

    private static boolean lineBeginsBehind(String text) throws IOException {
        try (var stuffing = new DotStuffing(new ByteArrayOutputStream())) {
            stuffing.write(text.getBytes(StandardCharsets.ISO_8859_1));
            return stuffing.atLineStart();
        }
    }
}
