package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.mime.SevenBit.Obstacle;

class SevenBitTest {
    private static final String LONG = "x".repeat(1_200);

    private static Bytes mail(String... lines) {
        return Bytes.latin1(String.join("\r\n", lines) + "\r\n");
    }

    private static SevenBit convert(Bytes mail) throws IOException {
        return SevenBit.of(
                () -> new ByteArrayInputStream(mail.toArray()), Agreement.headerSize(mail));
    }

    private static Bytes converted(Bytes mail) throws IOException {
        assertThat(Sameness.check(mail)).isEmpty();
        return Sameness.read(convert(mail));
    }

    private static void cannot(Obstacle obstacle, String... lines) throws IOException {
        Bytes mail = mail(lines);
        assertThat(Sameness.check(mail)).contains(obstacle);
        assertThatThrownBy(() -> convert(mail).open()).hasMessage(obstacle.words());
    }

    @Test
    void textIsQuoted() throws IOException {
        assertThat(
                        converted(
                                mail(
                                        "MIME-Version: 1.0",
                                        "Content-Type: text/plain; charset=iso-8859-1",
                                        "content-transfer-encoding: 8bit",
                                        "Subject: x",
                                        "",
                                        "sch\u00f6n",
                                        "")))
                .isEqualTo(
                        mail(
                                "MIME-Version: 1.0",
                                "Content-Type: text/plain; charset=iso-8859-1",
                                "Content-Transfer-Encoding: quoted-printable",
                                "Subject: x",
                                "",
                                "sch=F6n",
                                ""));
    }

    @Test
    void mailWithoutMimeGetsIt() throws IOException {
        assertThat(converted(mail("Subject: x", "", "sch\u00f6n")))
                .isEqualTo(
                        mail(
                                "Subject: x",
                                "MIME-Version: 1.0",
                                "Content-Transfer-Encoding: quoted-printable",
                                "",
                                "sch=F6n"));
    }

    @Test
    void partsAreConvertedEachForItself() throws IOException {
        assertThat(
                        converted(
                                mail(
                                        "MIME-Version: 1.0",
                                        "Content-Transfer-Encoding: 8bit",
                                        "Content-Type: multipart/mixed; boundary=b",
                                        "",
                                        "pr\u00e9ambule",
                                        "--b",
                                        "",
                                        "plain",
                                        "--b",
                                        "Content-Type: image/png",
                                        "Content-Transfer-Encoding: binary",
                                        "",
                                        "\u0089PNG\0",
                                        "--b",
                                        "Content-Type: text/html; charset=utf-8",
                                        "Content-Transfer-Encoding: 8bit",
                                        "",
                                        "<p>",
                                        "--b",
                                        "Content-Type: text/plain",
                                        "",
                                        "\u00e9",
                                        "--b-- \u00e9")))
                .isEqualTo(
                        mail(
                                "MIME-Version: 1.0",
                                "Content-Transfer-Encoding: 7bit",
                                "Content-Type: multipart/mixed; boundary=b",
                                "",
                                "pr#ambule",
                                "--b",
                                "",
                                "plain",
                                "--b",
                                "Content-Type: image/png",
                                "Content-Transfer-Encoding: base64",
                                "",
                                "iVBORwA=",
                                "",
                                "--b",
                                "Content-Type: text/html; charset=utf-8",
                                "Content-Transfer-Encoding: 7bit",
                                "",
                                "<p>",
                                "--b",
                                "Content-Type: text/plain",
                                "Content-Transfer-Encoding: quoted-printable",
                                "",
                                "=E9",
                                "--b-- #"));
    }

    @Test
    void messagesWithinMessagesAreGoneThrough() throws IOException {
        assertThat(
                        converted(
                                mail(
                                        "MIME-Version: 1.0",
                                        "Content-Type: message/rfc822",
                                        "Content-Transfer-Encoding: 8bit",
                                        "",
                                        "From: a@b",
                                        "",
                                        "\u00e9")))
                .isEqualTo(
                        mail(
                                "MIME-Version: 1.0",
                                "Content-Type: message/rfc822",
                                "Content-Transfer-Encoding: 7bit",
                                "",
                                "From: a@b",
                                "MIME-Version: 1.0",
                                "Content-Transfer-Encoding: quoted-printable",
                                "",
                                "=E9"));
    }

    @Test
    void aGlobalMessageIsEncodedAsAWhole() throws IOException {
        assertThat(
                        converted(
                                mail(
                                        "MIME-Version: 1.0",
                                        "Content-Type: message/global",
                                        "Content-Transfer-Encoding: 8bit",
                                        "",
                                        "Subject: \u00c3\u00a9",
                                        "",
                                        "x")))
                .isEqualTo(
                        mail(
                                "MIME-Version: 1.0",
                                "Content-Type: message/global",
                                "Content-Transfer-Encoding: quoted-printable",
                                "",
                                "Subject: =C3=A9",
                                "",
                                "x"));
    }

    @Test
    void longLinesAreEncodedAnew() throws IOException {
        var text = converted(mail("MIME-Version: 1.0", "", LONG));
        assertThat(text.latin1()).contains("quoted-printable\r\n\r\nxxx").contains("xxx=\r\nxxx");
        var base64 = mail("Content-Transfer-Encoding: base64", "", "QUJD".repeat(400));
        assertThat(converted(base64).latin1()).contains("QUJD\r\nQUJD");
        var quoted = mail("Content-Transfer-Encoding: quoted-printable", "", "=41" + LONG);
        assertThat(converted(quoted).latin1()).contains("\r\n\r\nAxxx");
    }

    /// What is decoded and encoded anew, or broken into lines, does not become a boundary.
    @Test
    void noPartBeginsWhereNoneBegan() throws IOException {
        var mail =
                mail(
                        "Content-Type: multipart/mixed; boundary=b",
                        "",
                        "--b",
                        "Content-Transfer-Encoding: quoted-printable",
                        "",
                        "=2D-b",
                        LONG,
                        "--b",
                        "",
                        "\u00e9" + "x".repeat(72) + "--b" + " ".repeat(80) + "x",
                        "--b--",
                        "y".repeat(998) + "--b",
                        "--b\u00e9");
        assertThat(converted(mail).latin1())
                .contains("=2D-b\r\n")
                .contains("=\r\n=2D-b   ")
                .endsWith("yyy\r\n--b#\r\n");
    }

    @Test
    void sevenBitMailStaysAsItIs() throws IOException {
        var mail =
                mail(
                        "Content-Type: multipart/signed; boundary=b",
                        "",
                        "--b",
                        "Content-Transfer-Encoding: x-odd",
                        "",
                        "x",
                        "--b--");
        assertThat(converted(mail)).isEqualTo(mail);
    }

    @Test
    void headersCannotBeConverted() throws IOException {
        cannot(Obstacle.EIGHT_BIT_HEADER, "Subject: \u00e9", "", "x");
        cannot(
                Obstacle.EIGHT_BIT_HEADER,
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: image/png; name=\u00e9",
                "",
                "x",
                "--b--");
        cannot(Obstacle.LONG_HEADER_LINE, "X-Long: " + LONG, "", "x");
    }

    @Test
    void whatIsSignedIsNotChanged() throws IOException {
        cannot(
                Obstacle.SIGNED,
                "Content-Type: multipart/signed; boundary=b",
                "Content-Transfer-Encoding: 8bit",
                "",
                "--b",
                "Content-Type: multipart/mixed; boundary=c",
                "",
                "--c",
                "Content-Transfer-Encoding: 8bit",
                "",
                "\u00e9",
                "--c--",
                "--b",
                "Content-Type: application/pgp-signature",
                "",
                "x",
                "--b--");
    }

    @Test
    void whatMayNotBeEncodedIsNot() throws IOException {
        cannot(Obstacle.COMPOSITE, "Content-Type: message/delivery-status", "", "x: \u00e9");
        cannot(
                Obstacle.COMPOSITE,
                "Content-Type: message/rfc822",
                "Content-Transfer-Encoding: base64",
                "",
                "\u00e9");
        cannot(Obstacle.UNKNOWN_ENCODING, "Content-Transfer-Encoding: x-uue", "", "\u00e9");
        cannot(Obstacle.UNCLEAR, "Content-Type: multipart/mixed; boundary=b", "", "\u00e9");
    }

    @Test
    void beyondTheScannersLimitsPartsAreUnclear() throws IOException {
        String part = "--b\r\n\r\nx";
        String parts = (part + "\r\n").repeat(Scanner.PARTS_MAX);
        cannot(
                Obstacle.UNCLEAR,
                "Content-Type: multipart/mixed; boundary=b",
                "",
                parts + "--b",
                "",
                "\u00e9",
                "--b--");
    }

    @Test
    void anyMailIsTheSameOrSaysWhyNot() {
        var met = new EnumMap<Obstacle, Integer>(Obstacle.class);
        int[] converted = {0};
        Seeds.each(
                5_000,
                random -> {
                    Bytes mail = random.nextBoolean() ? RandomMail.of(random) : ascii(random);
                    var obstacle = Sameness.check(mail);
                    obstacle.ifPresentOrElse(
                            it -> met.merge(it, 1, Integer::sum), () -> converted[0]++);
                });
        assertThat(converted[0]).isGreaterThan(500);
        assertThat(met).hasSizeGreaterThan(4);
    }

    /// Such mail has 8-bit headers seldom, and is sometimes signed.
    private static Bytes ascii(Random random) {
        String text = RandomMail.of(random).latin1().replace("/related", "/signed");
        return Bytes.latin1(text.replaceAll("(?m)^(\\S+:.*)[\\x80-\\xff\\x00]+", "$1"));
    }

    @Test
    void aLargeMessageIsNotKeptInMemory() throws IOException {
        byte[] header = mail("Content-Type: application/octet-stream", "").toArray();
        long size = 64L << 20;
        var converted =
                SevenBit.of(
                        () ->
                                new java.io.SequenceInputStream(
                                        new ByteArrayInputStream(header), new Ones(size)),
                        header.length);
        assertThat(converted.obstacle()).isEmpty();
        assertThat(converted.length()).isGreaterThan(size * 4 / 3);
    }

    /// Octets 0xff.
    private static final class Ones extends InputStream {
        private long left;

        Ones(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0xff : -1;
        }

        @Override
        public int read(byte[] into, int at, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            java.util.Arrays.fill(into, at, at + count, (byte) 0xff);
            left -= count;
            return count;
        }
    }
}
