package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

class PreviewTest {
    @Test
    void tellsWhatIsSaidAndNotWhatIsQuoted() throws IOException {
        assertThat(of("Subject: x\n\n> you said\n> this\n\n  I   say\tthat\n"))
                .isEqualTo("I say that");
        assertThat(of("Subject: x\n\n> only quoted\n")).isEqualTo("> only quoted");
        assertThat(of("Subject: x\n\n")).isEmpty();
        assertThat(of("Subject: x\n")).isEmpty();
    }

    @Test
    void decodesAndTakesHtmlForWhatItSays() throws IOException {
        assertThat(
                        of(
                                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nw6Qgw7Y=\n"))
                .isEqualTo("ä ö");
        assertThat(
                        of(
                                "Content-Type: text/html\n\n<style>p{}</style><p>a&nbsp;&lt;b<br>c<script>d()</script>"))
                .isEqualTo("a <b c");
        assertThat(of("Content-Type: text/html\n\n<p>&zwnj;&nbsp;&#847; <!-- no --></p>"))
                .isEmpty();
    }

    @Test
    void prefersPlainTextAndPassesOverWhatSaysNothing() throws IOException {
        String parts =
                "Content-Type: multipart/alternative; boundary=b\n\n"
                        + "--b\nContent-Type: text/html\n\n<p>html</p>\n"
                        + "--b\nContent-Type: text/plain\n\n%s\n--b--\n";
        assertThat(of(parts.formatted("plain"))).isEqualTo("plain");
        assertThat(of(parts.formatted(" "))).isEqualTo("html");
    }

    @Test
    void passesOverAttachments() throws IOException {
        String parts =
                "Content-Type: multipart/mixed; boundary=b\n\n"
                        + "--b\nContent-Type: application/pdf\n\n%PDF\n"
                        + "--b\nContent-Disposition: attachment; filename=log\n\nlines\n"
                        + "--b\nContent-Disposition: inline\n"
                        + "Content-Type: text/html\n"
                        + "Content-Transfer-Encoding: quoted-printable\n\n<p>see=20belo=\nw</p>\n"
                        + "--b--\n";
        assertThat(of(parts)).isEqualTo("see below");
    }

    @ParameterizedTest
    @CsvSource({"image/png", "application/pkcs7-mime", "text/calendar"})
    void saysNothingOfWhatIsNoText(String type) throws IOException {
        assertThat(of("Content-Type: " + type + "\n\nBEGIN\n")).isEmpty();
    }

    @Test
    void saysNothingOfAnEncryptedMessage() throws IOException {
        assertThat(
                        of(
                                "Content-Type: multipart/encrypted; boundary=b\n\n"
                                        + "--b\n\nVersion: 1\n--b\n\nsecret\n--b--\n"))
                .isEmpty();
    }

    @Test
    void tellsWhatAForwardedMessageSays() throws IOException {
        assertThat(of("Content-Type: message/rfc822\n\nSubject: inner\n\nhello\n"))
                .isEqualTo("hello");
    }

    @Test
    void isNotLongerThanTwoHundredCharacters() throws IOException {
        String preview = of("Subject: x\n\n" + "\ud83d\udcec".repeat(300) + "\n");
        assertThat(preview.codePointCount(0, preview.length())).isEqualTo(Preview.CHARACTERS_MAX);
    }

    @Test
    void readsOnlyTheBeginning() throws IOException {
        String text = "Subject: x\n\n" + " ".repeat(Preview.READ_MAX + 10) + "late\n";
        assertThat(of(text)).isEmpty();
    }

    @Test
    void saysNothingThatDisturbsAList() {
        Seeds.each(
                2_000,
                random -> {
                    String preview = of(RandomMail.of(random));
                    assertThat(preview).doesNotMatch("(?s).*\\p{Cc}.*").isEqualTo(preview.strip());
                    assertThat(preview.codePointCount(0, preview.length()))
                            .isLessThanOrEqualTo(Preview.CHARACTERS_MAX);
                });
    }

    private static String of(String text) throws IOException {
        return of(Bytes.utf8(text.replace("\n", "\r\n")));
    }

    private static String of(Bytes octets) throws IOException {
        Bytes header = Headers.parse(octets).octets(_ -> true);
        int headerSize = Math.min(octets.length(), header.length() + 2);
        var scanner = new Scanner(octets.slice(0, headerSize));
        byte[] rest = octets.slice(headerSize).toArray();
        scanner.push(rest, 0, rest.length);
        var structure = Structure.decode(scanner.finish(), headerSize);
        return Preview.of(
                structure.message(),
                (from, length) ->
                        new ByteArrayInputStream(
                                octets.slice((int) from, (int) (from + length)).toArray()));
    }
}
