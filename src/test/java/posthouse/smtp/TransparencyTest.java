package posthouse.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

class TransparencyTest {
    /// What became of octets behind DATA.
    private record Decoded(boolean ended, boolean broken, Bytes message, Bytes rest) {}

    @Test
    void takesAwayTheDotsOfTransparency() {
        assertThat(decode("Hi\r\n..one\r\n...two\r\nx.\r\n.x\r\n.\r\nQUIT\r\n"))
                .isEqualTo(message("Hi\r\n.one\r\n..two\r\nx.\r\nx\r\n", "QUIT\r\n"));
    }

    @Test
    void countsTheLineEndOfDataAsTheFirst() {
        assertThat(decode(".\r\nQUIT")).isEqualTo(message("", "QUIT"));
        assertThat(decode("\r\n.\r\n")).isEqualTo(message("\r\n", ""));
    }

    @Test
    void waitsForTheEnd() {
        for (String part : List.of("", "a", "a\r", "a\r\n", "a\r\n.", "a\r\n.\r", "a\r\n..\r\n")) {
            assertThat(decode(part)).as(part).returns(false, Decoded::ended);
        }
    }

    @Test
    void refusesNulAnywhere() {
        assertThat(decode("a\0b\r\n.\r\n"))
                .returns(true, Decoded::broken)
                .returns(true, Decoded::ended);
    }

    /// Everything that some server somewhere takes for the end of data, between text and a hidden
    /// command: only CRLF.CRLF ends, and whatever else has a CR or LF of its own is broken.
    @Test
    void endsOnlyAtTheOneRightEnd() {
        List<String> lineEnds =
                List.of("", "\r", "\n", "\r\n", "\r\r\n", "\r\n\n", "\n\r", "\r\n\r\n");
        List<String> dots = List.of(".", "..", "\0.", ".\0", ". ");
        for (String before : lineEnds) {
            for (String dot : dots) {
                for (String after : lineEnds) {
                    String octets = "a" + before + dot + after + "MAIL FROM:<>\r\n.\r\nQUIT\r\n";
                    assertThat(decode(octets))
                            .as(Bytes.latin1(octets).toString())
                            .isEqualTo(reference(octets));
                }
            }
        }
    }

    @Test
    void findsTheSameHoweverTheInputIsCut() {
        Seeds.each(
                20_000,
                random -> {
                    String octets = random(random);
                    assertThat(decode(octets, random)).isEqualTo(reference(octets));
                });
    }

    @Test
    void seesTheSameLineEndsHoweverTheInputIsCut() {
        Seeds.each(
                20_000,
                random -> {
                    byte[] octets = Bytes.latin1(random(random)).toArray();
                    var lineEnds = new LineEnds();
                    for (int at = 0; at < octets.length; ) {
                        int to = at + 1 + random.nextInt(octets.length - at);
                        lineEnds.look(octets, at, to);
                        at = to;
                    }
                    assertThat(lineEnds.brokenAtEnd())
                            .isEqualTo(isBroken(Bytes.wrap(octets).latin1()));
                });
    }

    private static Decoded message(String message, String rest) {
        return new Decoded(true, false, Bytes.latin1(message), Bytes.latin1(rest));
    }

    /// The rule in other words: the first CRLF.CRLF ends; what stands before it is broken if a CR
    /// or LF is left when every CRLF is taken out.
    private static Decoded reference(String octets) {
        String whole = "\r\n" + octets;
        int end = whole.indexOf("\r\n.\r\n");
        String content = end < 0 ? octets : whole.substring(2, Math.max(2, end + 2));
        boolean broken = isBroken(end < 0 && content.endsWith("\r") ? content + "\n" : content);
        String plain = ("\r\n" + content).replace("\r\n.", "\r\n").substring(2);
        return new Decoded(
                end >= 0,
                broken,
                broken || end < 0 ? Bytes.EMPTY : Bytes.latin1(plain),
                Bytes.latin1(end < 0 ? "" : whole.substring(end + 5)));
    }

    private static boolean isBroken(String content) {
        String rest = content.replace("\r\n", "");
        return rest.indexOf('\r') >= 0 || rest.indexOf('\n') >= 0 || rest.indexOf('\0') >= 0;
    }

    private static String random(Random random) {
        var octets = new StringBuilder();
        var parts =
                List.of(
                        "\r\n",
                        "\r",
                        "\n",
                        ".",
                        "\r\n.\r\n",
                        "\0",
                        "a",
                        "\t",
                        "some text",
                        "é".repeat(9));
        int weight = 1 + random.nextInt(parts.size());
        for (int i = random.nextInt(12); i >= 0; i--) {
            int at = random.nextInt(parts.size());
            octets.append(at < weight ? parts.get(at) : "text and more text\r\n");
        }
        return octets.toString();
    }

    private static Decoded decode(String octets) {
        Decoded whole = decode(octets, List.of(octets.length()));
        var single = new ArrayList<Integer>();
        for (int i = 1; i <= octets.length(); i++) {
            single.add(i);
        }
        assertThat(decode(octets, single)).isEqualTo(whole);
        return whole;
    }

    private static Decoded decode(String octets, Random random) {
        var cuts = new ArrayList<Integer>();
        for (int at = 0; at < octets.length(); ) {
            at += 1 + random.nextInt(octets.length() - at);
            cuts.add(at);
        }
        return decode(octets, cuts);
    }

    private static Decoded decode(String octets, List<Integer> cuts) {
        byte[] all = Bytes.latin1(octets).toArray();
        var transparency = new Transparency();
        var message = new BytesBuilder();
        int at = 0;
        for (int cut : cuts) {
            byte[] piece = Arrays.copyOfRange(all, at, cut);
            int count = transparency.decode(piece, 0, piece.length);
            message.write(piece, 0, count);
            at += transparency.consumed();
            if (transparency.ended()) {
                break;
            }
        }
        boolean useless = transparency.broken() || !transparency.ended();
        return new Decoded(
                transparency.ended(),
                transparency.broken(),
                useless ? Bytes.EMPTY : message.build(),
                Bytes.wrap(all).slice(at));
    }
}
