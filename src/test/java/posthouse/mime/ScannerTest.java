package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

class ScannerTest {
    private static Bytes mail(String... lines) {
        return Bytes.latin1(String.join("\r\n", lines));
    }

    private static String bodyStructure(Bytes mail) {
        return Agreement.check(mail).bodyStructure().latin1();
    }

    private static String octets(Bytes mail, Part part) {
        return mail.slice((int) part.bodyStart(), (int) part.bodyEnd()).latin1();
    }

    private static String octets(Bytes mail, Integer... path) {
        return octets(mail, Agreement.check(mail).part(List.of(path)).orElseThrow());
    }

    @Test
    void givesTheExampleOfTheRfc() {
        // RFC 9051 §7.5.2, its second example.
        Bytes mail =
                mail(
                        "Content-Type: multipart/mixed; boundary=x",
                        "",
                        "--x",
                        "Content-Type: text/plain; charset=US-ASCII",
                        "",
                        "text",
                        "--x",
                        "Content-Type: TEXT/PLAIN; CHARSET=US-ASCII; NAME=cc.diff",
                        "Content-ID: <960723163407.20117h@cac.washington.edu>",
                        "Content-Description: Compiler diff",
                        "Content-Transfer-Encoding: BASE64",
                        "",
                        "dGV4dA==",
                        "",
                        "--x--",
                        "");
        assertThat(Agreement.check(mail).body().latin1())
                .isEqualTo(
                        """
                        (("text" "plain" ("charset" "US-ASCII") NIL NIL "7bit" 4 0)\
                        ("text" "plain" ("charset" "US-ASCII" "name" "cc.diff") \
                        "<960723163407.20117h@cac.washington.edu>" "Compiler diff" "base64" 10 1) \
                        "mixed")\
                        """);
    }

    @Test
    void takesAMessageWithoutMimeForPlainText() {
        assertThat(bodyStructure(mail("Subject: x", "", "one", "two")))
                .isEqualTo(
                        """
                        ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 8 1 NIL NIL NIL NIL)\
                        """);
    }

    @Test
    void tellsDispositionLanguageAndLocation() {
        assertThat(
                        bodyStructure(
                                mail(
                                        "Content-Type: image/png",
                                        "Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==",
                                        "Content-Disposition: attachment; filename=\"a \\\"b\\\"\"",
                                        "Content-Language: de, en (some)",
                                        "Content-Location: http://example.com/x",
                                        "",
                                        "x")))
                .isEqualTo(
                        """
                        ("image" "png" NIL NIL NIL "7bit" 1 "Q2hlY2sgSW50ZWdyaXR5IQ==" \
                        ("attachment" ("filename" "a \\"b\\"")) ("de" "en") "http://example.com/x")\
                        """);
    }

    @Test
    void goesIntoMessagesWithinMessages() {
        Bytes mail =
                mail(
                        "Content-Type: multipart/mixed; boundary=x",
                        "",
                        "--x",
                        "Content-Type: message/rfc822",
                        "",
                        "Subject: inner",
                        "From: a@b",
                        "Content-Type: multipart/alternative; boundary=y",
                        "",
                        "--y",
                        "",
                        "one",
                        "--y",
                        "Content-Type: text/html",
                        "",
                        "two",
                        "--y--",
                        "--x--");
        Structure structure = Agreement.check(mail);
        assertThat(octets(mail, 1, 1)).isEqualTo("one");
        assertThat(octets(mail, 1, 2)).isEqualTo("two");
        Part message = structure.part(List.of(1)).orElseThrow();
        assertThat(octets(mail, message)).startsWith("Subject: inner").endsWith("--y--");
        assertThat(octets(mail, message.message())).startsWith("--y");
        assertThat(structure.body().latin1())
                .startsWith("((\"message\" \"rfc822\" NIL NIL NIL \"7bit\" ")
                .contains("(NIL \"inner\" ((NIL NIL \"a\" \"b\"))")
                .endsWith("\"alternative\") 11) \"mixed\")");
    }

    @Test
    void numbersTheBodyOfAnInnerMessageThatIsNoMultipart() {
        Bytes mail = mail("Content-Type: message/rfc822", "", "Subject: x", "", "body");
        assertThat(octets(mail, 1)).isEqualTo("Subject: x\r\n\r\nbody");
        assertThat(octets(mail, 1, 1)).isEqualTo("body");
        assertThat(Agreement.check(mail).part(List.of(1, 1, 1))).isEmpty();
        assertThat(Agreement.check(mail).part(List.of(2))).isEmpty();
        assertThat(Agreement.check(mail).part(List.of(1, 2))).isEmpty();
    }

    @Test
    void leavesPreambleAndEpilogueOut() {
        Bytes mail =
                mail(
                        "Content-Type: multipart/mixed; boundary=x",
                        "",
                        "preamble",
                        "--x",
                        "",
                        "part",
                        "--x--",
                        "epilogue",
                        "--x",
                        "more epilogue");
        assertThat(octets(mail, 1)).isEqualTo("part");
        assertThat(Agreement.check(mail).message().parts()).hasSize(1);
    }

    @Test
    void endsWhatHasNoEnd() {
        Bytes mail =
                mail(
                        "Content-Type: multipart/mixed; boundary=x",
                        "",
                        "--x",
                        "Content-Type: multipart/mixed; boundary=y",
                        "",
                        "--y",
                        "",
                        "inner",
                        "--x",
                        "",
                        "outer");
        assertThat(octets(mail, 1, 1)).isEqualTo("inner");
        assertThat(octets(mail, 2)).isEqualTo("outer");
    }

    @Test
    void givesAMultipartWithoutPartsOne() {
        for (String boundary : List.of("", "; boundary=x", "; boundary=\"\"")) {
            Bytes mail = mail("Content-Type: multipart/mixed" + boundary, "", "one", "two");
            assertThat(Agreement.check(mail).body().latin1())
                    .isEqualTo(
                            """
                            (("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 8 1) "mixed")\
                            """);
            assertThat(octets(mail, 1)).isEqualTo("one\r\ntwo");
        }
    }

    @Test
    void looksForBoundariesWithWhiteSpaceBehindThem() {
        Bytes mail =
                mail(
                        "Content-Type: multipart/mixed; boundary=\"x \"",
                        "",
                        "--x \t ",
                        "",
                        "one",
                        "--x and more",
                        "",
                        "two",
                        "--xy",
                        "--x-",
                        "--x--\t",
                        "");
        assertThat(octets(mail, 1)).isEqualTo("one");
        assertThat(octets(mail, 2)).isEqualTo("two\r\n--xy\r\n--x-");
    }

    @Test
    void doesNotMistakeTheBeginningOfABoundaryForIt() {
        Bytes mail =
                mail(
                        "Content-Type: multipart/mixed; boundary=x",
                        "",
                        "--x",
                        "Content-Type: multipart/mixed; boundary=x1",
                        "",
                        "--x1",
                        "",
                        "one",
                        "--x1",
                        "",
                        "two",
                        "--x1--",
                        "--x--");
        assertThat(octets(mail, 1, 1)).isEqualTo("one");
        assertThat(octets(mail, 1, 2)).isEqualTo("two");
    }

    @Test
    void takesTheInnermostOfEqualBoundaries() {
        Bytes mail =
                mail(
                        "Content-Type: multipart/mixed; boundary=x",
                        "",
                        "--x",
                        "Content-Type: multipart/mixed; boundary=x",
                        "",
                        "--x",
                        "",
                        "inner",
                        "--x--",
                        "--x",
                        "",
                        "outer",
                        "--x--");
        assertThat(octets(mail, 1, 1)).isEqualTo("inner");
        assertThat(octets(mail, 2)).isEqualTo("outer");
    }

    @Test
    void takesPartsOfADigestForMessages() {
        Bytes mail =
                mail(
                        "Content-Type: multipart/digest; boundary=x",
                        "",
                        "--x",
                        "",
                        "Subject: one",
                        "",
                        "body",
                        "--x--");
        assertThat(Agreement.check(mail).part(List.of(1)).orElseThrow().kind())
                .isEqualTo(Part.Kind.MESSAGE);
        assertThat(octets(mail, 1, 1)).isEqualTo("body");
    }

    @Test
    void takesAnUnreadableTypeForPlainText() {
        for (String type : List.of("text", "", "a b/c", "\u00e9/x", "/", "html;charset=utf-8")) {
            assertThat(bodyStructure(mail("Content-Type: " + type, "", "x")))
                    .startsWith("(\"text\" \"plain\" (\"charset\" \"")
                    .endsWith(" NIL NIL \"7bit\" 1 0 NIL NIL NIL NIL)");
        }
    }

    @Test
    void putsContinuedParametersTogether() {
        // RFC 2231 §3, §4.1, as RFC 9051 §7.5.2 wants them.
        assertThat(
                        bodyStructure(
                                mail(
                                        "Content-Type: application/x; a*1=\"d\"; a*0=c;",
                                        " t*0*=us-ascii'en'This%20is%20even%20more%20;",
                                        " t*1*=%2A%2A%2Afun%2A%2A%2A%20; t*2=\"isn't it!\"",
                                        "",
                                        "")))
                .contains("(\"a\" \"cd\" \"t*\" \"This is even more ***fun*** isn't it!\")");
    }

    @Test
    void writesWhatIsNotAsciiAsALiteral() {
        assertThat(
                        bodyStructure(
                                mail(
                                        "Content-Disposition: inline; filename*=iso-8859-1''%fc",
                                        "Content-Description: \u00fc\0", "", "")))
                .contains("{1}\r\n\u00fc ")
                .contains("(\"filename*\" {2}\r\n\u00c3\u00bc)");
    }

    @Test
    void takesLineFeedsAlone() {
        Bytes mail =
                Bytes.latin1(
                        "Content-Type: multipart/mixed; boundary=x\n\n--x\n\none\ntwo\n--x--\n");
        assertThat(octets(mail, 1)).isEqualTo("one\ntwo");
    }

    @Test
    void endsAPartsHeaderAtABoundary() {
        Bytes mail =
                mail(
                        "Content-Type: multipart/mixed; boundary=x",
                        "",
                        "--x",
                        "Content-Type: message/rfc822",
                        "--x",
                        "--x",
                        "Content-Type: message/rfc822",
                        "",
                        "--x--");
        assertThat(Agreement.check(mail).message().parts()).hasSize(3);
    }

    @Test
    void makesWhatIsTooDeepARunOfOctets() {
        var text = new StringBuilder("Content-Type: message/rfc822\r\n\r\n".repeat(1_000));
        Structure deep = Agreement.check(Bytes.latin1(text.toString()));
        int depth = 0;
        Part part = deep.message();
        for (; part.kind() == Part.Kind.MESSAGE; part = part.message()) {
            depth++;
        }
        assertThat(depth).isEqualTo(Scanner.DEPTH_MAX);
        assertThat(part.type()).isEqualTo("application/octet-stream");

        text.setLength(0);
        for (int i = 0; i < 1_000; i++) {
            text.append("Content-Type: multipart/mixed; boundary=")
                    .append(i)
                    .append("\r\n\r\n--")
                    .append(i)
                    .append("\r\n");
        }
        for (int i = 999; i >= 0; i--) {
            text.append("--").append(i).append("\r\n\r\nx\r\n");
        }
        Agreement.check(Bytes.latin1(text.toString()));
    }

    @Test
    void makesTheRestOnePartWhereThereAreTooMany() {
        Bytes mail =
                Bytes.latin1(
                        "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
                                + "--x\r\n\r\nx\r\n".repeat(5_000)
                                + "--x--\r\n");
        List<Part> parts = Agreement.check(mail).message().parts();
        assertThat(parts).hasSize(Scanner.PARTS_MAX);
        Part last = parts.getLast();
        assertThat(last.type()).isEqualTo("application/octet-stream");
        assertThat(last.bodyEnd()).isEqualTo(mail.length());
    }

    @Test
    void staysWithinItsSizeWhateverAHeaderSays() {
        var fields = new StringBuilder();
        for (int i = 0; i < 99; i++) {
            fields.append(";\r\n p").append(i).append("=\"").append("\\\"".repeat(400)).append('"');
        }
        String part =
                "--x\r\nContent-Type: message/rfc822"
                        + fields
                        + "\r\n\r\nFrom: "
                        + ("\"" + "\\\"".repeat(900) + "\" <a@b>, ").repeat(30)
                        + "\r\n\r\n";
        Bytes mail =
                Bytes.latin1(
                        "Content-Type: multipart/mixed; boundary=x\r\n\r\n" + part.repeat(100));
        assertThat(Agreement.check(mail).encoded().length())
                .isGreaterThan(Scanner.KNOWN_OCTETS_MAX)
                .isLessThan(Scanner.KNOWN_OCTETS_MAX * 5 / 4);
    }

    @Test
    void readsOnlySoMuchOfAPartsHeader() {
        String rest = "X: " + "y".repeat(Scanner.PART_HEADER_OCTETS_MAX) + "\r\n";
        Bytes mail =
                Bytes.latin1(
                        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
                                + "Content-Type: text/html\r\n"
                                + rest
                                + "Content-Transfer-Encoding: base64\r\n\r\nbody\r\n--x--\r\n");
        Part part = Agreement.check(mail).part(List.of(1)).orElseThrow();
        assertThat(part.type()).isEqualTo("text/html");
        assertThat(part.encoding()).isEqualTo(TransferEncoding.SEVEN_BIT);
        assertThat(octets(mail, part)).isEqualTo("body");
    }

    @Test
    void findsTheSameHoweverTheOctetsCome() {
        Seeds.each(
                3_000,
                random -> {
                    Bytes mail = RandomMail.of(random);
                    Structure whole = Agreement.check(mail);
                    int headerSize = Agreement.headerSize(mail);
                    var scanner = new Scanner(mail.slice(0, headerSize));
                    byte[] content = mail.slice(headerSize).toArray();
                    int most = 1 + random.nextInt(40);
                    for (int at = 0; at < content.length; ) {
                        int count = Math.min(1 + random.nextInt(most), content.length - at);
                        scanner.push(content, at, count);
                        at += count;
                    }
                    assertThat(scanner.finish()).isEqualTo(whole.encoded());
                });
    }

    /// A boundary is found at the start of a line only, and a line that begins like one is none,
    /// however long it is and however its octets come.
    @Test
    void findsBoundariesBehindLinesLongerThanTheBuffer() {
        for (int length : new int[] {400, 499, 500, 501, 503, 504, 505, 600, 5_000}) {
            for (String start : List.of("-", "--", "y", "--x")) {
                String line = start + "-".repeat(length) + "--x";
                Bytes mail =
                        Bytes.latin1(
                                "Content-Type: multipart/mixed; boundary=xy\r\n\r\n--xy\r\n\r\n"
                                        + line
                                        + "\r\n--xy\r\n\r\nz"
                                        + line
                                        + "\r\n--xy--\r\n");
                Structure structure = Agreement.check(mail);
                assertThat(structure.message().parts()).as(line).hasSize(2);
                assertThat(octets(mail, 1)).isEqualTo(line);
                for (int size : new int[] {1, 7, 100, 503, 504, 505}) {
                    assertThat(inPieces(mail, size)).isEqualTo(structure.encoded());
                }
            }
        }
    }

    /// Of a line only the first octets are kept; a boundary may fill them, and white space go on.
    @Test
    void findsTheLongestBoundaryWithMuchWhiteSpaceBehindIt() {
        String boundary = "b".repeat(Scanner.BOUNDARY_OCTETS_MAX);
        for (String behind : List.of("", " ".repeat(3), " ".repeat(700), "\t" + "w".repeat(700))) {
            Bytes mail =
                    Bytes.latin1(
                            "Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s%s\r\n\r\none\r\n--%s--\r\n"
                                    .formatted(boundary, boundary, behind, boundary));
            Structure structure = Agreement.check(mail);
            assertThat(octets(mail, 1)).as(behind).isEqualTo("one");
            assertThat(inPieces(mail, 1)).isEqualTo(structure.encoded());
            assertThat(inPieces(mail, 503)).isEqualTo(structure.encoded());
        }
        Bytes longer =
                Bytes.latin1(
                        "Content-Type: multipart/mixed; boundary=%sb\r\n\r\n--%sb\r\n\r\none\r\n"
                                .formatted(boundary, boundary));
        assertThat(octets(longer, 1)).contains("--bbb");
    }

    private static Bytes inPieces(Bytes mail, int size) {
        int headerSize = Agreement.headerSize(mail);
        var scanner = new Scanner(mail.slice(0, headerSize));
        byte[] content = mail.slice(headerSize).toArray();
        for (int at = 0; at < content.length; at += size) {
            scanner.push(content, at, Math.min(size, content.length - at));
        }
        return scanner.finish();
    }

    @Test
    void takesAMultipartWithoutBoundaryForOneText() {
        for (String type : List.of("multipart/mixed", "multipart/mixed; boundary=\"\"")) {
            Bytes mail = mail("Content-Type: " + type, "", "--", "", "--x", "a", "--x--", "");
            assertThat(octets(mail, 1)).isEqualTo("--\r\n\r\n--x\r\na\r\n--x--\r\n");
            assertThat(Agreement.check(mail).message().parts()).hasSize(1);
        }
    }

    /// Of a digest with more messages than can be described, people see the first ones as messages,
    /// and all the others, whole, in one last part.
    @Test
    void showsTheRestOfALongDigestAsOnePart() {
        var text = new StringBuilder("Content-Type: multipart/digest; boundary=x\r\n\r\n");
        for (int i = 0; i < 500; i++) {
            text.append("--x\r\n\r\nFrom: ann@x.test\r\nSubject: number ")
                    .append(i)
                    .append("\r\n\r\nhello\r\n");
        }
        Bytes mail = Bytes.latin1(text + "--x--\r\n");
        List<Part> parts = Agreement.check(mail).message().parts();
        int last = parts.size() - 1;
        assertThat(last).isBetween(60, 499);
        for (int i = 0; i < last; i++) {
            assertThat(parts.get(i).kind()).isEqualTo(Part.Kind.MESSAGE);
            assertThat(octets(mail, parts.get(i))).contains("number " + i + "\r\n");
        }
        assertThat(parts.get(last).type()).isEqualTo("application/octet-stream");
        assertThat(octets(mail, parts.get(last)))
                .contains("number " + last + "\r\n")
                .contains("number 499\r\n");
    }

    /// However many multiparts are open, and whatever the lines look like.
    @Test
    void looksForALineAmongTheBoundariesFourTimesAtMost() {
        for (String line : List.of("--a --a--b", "--\t--", "--0", "--99 x", "----", "--x--y--")) {
            var text = new StringBuilder("Content-Type: multipart/mixed; boundary=0\r\n\r\n");
            for (int i = 0; i < 90; i++) {
                text.append("--").append(i).append("\r\nContent-Type: multipart/mixed; boundary=");
                text.append(i + 1).append("\r\n\r\n");
            }
            text.append((line + "\r\n").repeat(10_000));
            Bytes mail = Bytes.latin1(text.toString());
            int headerSize = Agreement.headerSize(mail);
            var scanner = new Scanner(mail.slice(0, headerSize));
            byte[] content = mail.slice(headerSize).toArray();
            scanner.push(content, 0, content.length);
            assertThat(scanner.lookUps()).as(line).isLessThanOrEqualTo(4L * 10_200);
        }
    }

    @Test
    void movesWithTheHeader() {
        Bytes mail = mail("Content-Type: multipart/mixed; boundary=x", "", "--x", "", "one");
        Bytes trace = Bytes.latin1("Return-Path: <>\r\n");
        Structure structure = Agreement.check(mail);
        Bytes longer = trace.plus(mail);
        Agreement.check(
                longer, Structure.decode(structure.encoded(), Agreement.headerSize(longer)));
    }

    @Test
    void isNotReadInAnotherVersion() {
        byte[] octets = Agreement.scan(mail("Subject: x", "", "x")).toArray();
        octets[0]++;
        assertThat(Structure.isCurrent(Bytes.wrap(octets))).isFalse();
        assertThat(Structure.isCurrent(Bytes.EMPTY)).isFalse();
    }
}
