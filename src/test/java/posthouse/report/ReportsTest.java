package posthouse.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.mime.EncodedWords;
import posthouse.mime.Headers;
import posthouse.mime.Part;
import posthouse.mime.Scanner;
import posthouse.mime.SevenBit;
import posthouse.mime.Structure;
import posthouse.mime.TransportNeeds;
import posthouse.queue.Answer;
import posthouse.queue.Mail;
import posthouse.queue.Reporter.Again;
import posthouse.queue.Reporter.Kind;
import posthouse.queue.Reporter.Told;
import posthouse.queue.Reporter.Written;
import posthouse.queue.Result;
import posthouse.queue.To;
import posthouse.smtp.Notify;
import posthouse.smtp.Path;

class ReportsTest {
    private static final Instant ARRIVED = Instant.parse("2026-11-28T09:00:05Z");
    private static final Instant TRIED = Instant.parse("2026-11-28T13:04:09Z");
    private static final Instant NOW = Instant.parse("2026-11-28T13:04:10Z");
    private static final String HEADER =
            """
            Received: from laptop by mx.one.test with ESMTPSA id 7k2;\r
            \tSat, 28 Nov 2026 09:00:05 +0000\r
            From: ann@one.test\r
            To: ben@two.test\r
            Subject: Lunch on Friday\r
            Message-ID: <lunch@one.test>\r
            """;
    private static final String MESSAGE = HEADER + "\r\nAt noon?\r\n";
    private static final int WHOLE_MOST = 2_000;

    private final Reports reports = new Reports("mx.one.test", WHOLE_MOST, () -> 0x42);

    // Mail and answers.

    private static Path path(String address) {
        return new Path.Mailbox(Address.parse(address).orElseThrow());
    }

    private static Mail mail(String sender, Optional<Boolean> full, boolean smtpUtf8) {
        return new Mail(
                "7k2",
                path(sender),
                1,
                Optional.empty(),
                full,
                smtpUtf8,
                "<lunch@one.test>",
                ARRIVED,
                ARRIVED);
    }

    private static final Mail MAIL = mail("ann@one.test", Optional.empty(), false);
    private static final Mail FULL = mail("ann@one.test", Optional.of(true), false);

    private static Answer answer(int code, String status, String text) {
        return new Answer(TRIED, "mx.two.test", "TLSv1.3", code, status, text);
    }

    private static final Answer NO_SUCH_USER =
            answer(550, "5.1.1", "5.1.1 <ben@two.test>: no such user here");

    private static Told told(String address, Answer answer) {
        return told(new To(path(address)), answer);
    }

    private static Told told(To to, Answer answer) {
        return new Told(to, answer, 1, Result.Place.MAILBOX, Optional.empty());
    }

    private static To original(String address, String original) {
        return new To(path(address), Notify.UNSAID, Optional.of(original));
    }

    // Writing and reading back.

    /// A report as somebody gets it.
    private record Read(Written written, Bytes octets, Structure structure) {
        String text() {
            return octets.utf8();
        }

        Headers header() {
            return Headers.parse(written.header());
        }

        String field(String name) {
            return header().first(name).orElse("");
        }

        Part part(int number) {
            return structure.part(List.of(number)).orElseThrow();
        }

        String content(int number) {
            Part part = part(number);
            Bytes body = octets.slice((int) part.bodyStart(), (int) part.bodyEnd());
            try (var in = part.encoding().decoding(new ByteArrayInputStream(body.toArray()))) {
                return Bytes.wrap(in.readAllBytes()).utf8();
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        /// The fields of the status, that of the message or of a recipient.
        Headers status(int block) {
            return Headers.parse(Bytes.utf8(content(2).split("\r\n\r\n")[block]));
        }

        List<String> types() {
            return structure.message().parts().stream().map(Part::type).toList();
        }
    }

    private Read write(Kind kind, Mail about, String message, Told... told) throws IOException {
        Bytes octets = Bytes.utf8(message);
        int headerLength =
                Bytes.utf8(message.substring(0, message.indexOf("\r\n\r\n") + 4)).length();
        String id = "7k2." + kind.name().charAt(0);
        var written =
                reports.write(
                        kind,
                        id,
                        about,
                        List.of(told),
                        NOW,
                        () -> new ByteArrayInputStream(octets.toArray()),
                        headerLength);
        try (InputStream content = written.content()) {
            Bytes read = Bytes.wrap(content.readAllBytes());
            assertThat(written.contentLength()).isEqualTo(read.length());
            Bytes whole = written.header().plus(read);
            check(whole);
            assertThat(written.messageId()).isEqualTo("<" + id + "@mx.one.test>");
            return new Read(written, whole, Scanner.scan(whole, written.header().length()));
        }
    }

    /// What holds of every report.
    private static void check(Bytes report) throws IOException {
        String text = report.latin1();
        assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
        assertThat(text).endsWith("\r\n").doesNotContain("\0");
        var needs = TransportNeeds.of(new ByteArrayInputStream(report.toArray()));
        assertThat(needs.longLines()).isFalse();
        if (needs.eightBit()) {
            assertThat(report.strictUtf8()).isPresent();
        }
    }

    private static boolean isSevenBit(Read read) throws IOException {
        return TransportNeeds.of(new ByteArrayInputStream(read.octets().toArray())).isSevenBit();
    }

    @Test
    void aFailureIsToldToPeopleAndPrograms() throws IOException {
        var report = write(Kind.FAILED, MAIL, MESSAGE, told("ben@two.test", NO_SUCH_USER));
        assertThat(report.text())
                .isEqualTo(
                        """
                        From: Mail Delivery System <postmaster@mx.one.test>
                        To: <ann@one.test>
                        Subject: Not delivered: your message to ben@two.test
                        Date: Sat, 28 Nov 2026 13:04:10 +0000
                        Message-ID: <7k2.F@mx.one.test>
                        In-Reply-To: <lunch@one.test>
                        References: <lunch@one.test>
                        Auto-Submitted: auto-replied
                        MIME-Version: 1.0
                        Content-Type: multipart/report; report-type=delivery-status;
                         boundary="=_00000000000000420000000000000042"

                        --=_00000000000000420000000000000042
                        Content-Type: text/plain; charset=us-ascii
                        Content-Transfer-Encoding: 7bit

                        This is the mail server mx.one.test.

                        Your message could not be delivered to the recipient below. This server has
                        given up and does not try again.

                            Subject:    Lunch on Friday
                            Sent:       Sat, 28 Nov 2026, 09:00 UTC
                            Message-ID: <lunch@one.test>

                        ben@two.test
                            There is no such mailbox. Is the address spelled right?
                            The answer of the server mx.two.test, on Sat, 28 Nov 2026, 13:04 UTC,
                            over TLSv1.3:
                                550 5.1.1 <ben@two.test>: no such user here

                        Below are the same for programs and the header of your message. If you need
                        help, write to postmaster@mx.one.test and name 7k2.

                        --=_00000000000000420000000000000042
                        Content-Type: message/delivery-status
                        Content-Transfer-Encoding: 7bit

                        Reporting-MTA: dns; mx.one.test
                        Arrival-Date: Sat, 28 Nov 2026 09:00:05 +0000

                        Final-Recipient: rfc822; ben@two.test
                        Action: failed
                        Status: 5.1.1
                        Remote-MTA: dns; mx.two.test
                        Diagnostic-Code: smtp; 550 5.1.1 <ben@two.test>: no such user here
                        Last-Attempt-Date: Sat, 28 Nov 2026 13:04:09 +0000

                        --=_00000000000000420000000000000042
                        Content-Type: text/rfc822-headers
                        Content-Transfer-Encoding: 7bit

                        """
                                        .replace("\n", "\r\n")
                                + HEADER
                                + "\r\n--=_00000000000000420000000000000042--\r\n");
        assertThat(report.types())
                .containsExactly("text/plain", "message/delivery-status", "text/rfc822-headers");
        assertThat(report.written().smtpUtf8()).isFalse();
    }

    @Test
    void aDelaySaysWhatIsStillToCome() throws IOException {
        var unreached = new Answer(TRIED, "", "", 0, "4.4.1", "192.0.2.1:25: connection timed out");
        var again = new Again(NOW.plusSeconds(4_200), ARRIVED.plusSeconds(432_000));
        var told =
                new Told(
                        new To(path("ben@two.test")),
                        unreached,
                        7,
                        Result.Place.NOWHERE,
                        Optional.of(again));
        var report = write(Kind.DELAYED, FULL, MESSAGE, told);
        assertThat(report.field("Subject"))
                .isEqualTo("Not delivered yet: your message to ben@two.test");
        assertThat(report.content(1))
                .contains(
                        """
                        Your message has not reached the recipient below, yet. You need not send it
                        again: this server goes on trying.
                        """
                                .replace("\n", "\r\n"))
                .contains(
                        """
                        ben@two.test
                            No mail server of that domain answers.
                            What happened, on Sat, 28 Nov 2026, 13:04 UTC:
                                192.0.2.1:25: connection timed out
                            It is tried again on Sat, 28 Nov 2026, 14:14 UTC, and then from time to
                            time until Thu, 3 Dec 2026, 09:00 UTC. If it is given up then, you are
                            told.
                        """
                                .replace("\n", "\r\n"));
        assertThat(report.content(2))
                .isEqualTo(
                        """
                        Reporting-MTA: dns; mx.one.test
                        Arrival-Date: Sat, 28 Nov 2026 09:00:05 +0000

                        Final-Recipient: rfc822; ben@two.test
                        Action: delayed
                        Status: 4.4.1
                        Diagnostic-Code: x-posthouse; 192.0.2.1:25: connection timed out
                        Last-Attempt-Date: Sat, 28 Nov 2026 13:04:09 +0000
                        Will-Retry-Until: Thu, 3 Dec 2026 09:00:05 +0000
                        """
                                .replace("\n", "\r\n"));
        // RFC 3461 §6.2: only a failure returns more.
        assertThat(report.types()).contains("text/rfc822-headers");
    }

    @Test
    void whatWasTriedForTooLongIsGivenUp() throws IOException {
        var told =
                new Told(
                        new To(path("ben@two.test")),
                        answer(450, "4.2.2", "4.2.2 over quota"),
                        41,
                        Result.Place.NOWHERE,
                        Optional.empty());
        var report = write(Kind.FAILED, MAIL, MESSAGE, told);
        assertThat(report.content(1))
                .contains("The mailbox is full.\r\n")
                .contains(
                        "    It was tried 41 times since Sat, 28 Nov 2026, 09:00 UTC, in vain.\r\n");
        assertThat(report.status(1).first("Status")).contains("4.2.2");
        assertThat(report.status(1).first("Action")).contains("failed");
        assertThat(report.status(1).first("Will-Retry-Until")).isEmpty();
    }

    @Test
    void successIsDeliveredHereAndRelayedElsewhere() throws IOException {
        var here = new Answer(TRIED, "", "", 0, "2.0.0", "in the mailbox");
        var there = new Answer(TRIED, "mx.two.test [192.0.2.2]", "", 250, "2.0.0", "queued as 17");
        var report =
                write(
                        Kind.DELIVERED,
                        FULL,
                        MESSAGE,
                        told("cat@one.test", here),
                        new Told(
                                new To(path("ben@two.test")),
                                there,
                                1,
                                Result.Place.SERVER,
                                Optional.empty()));
        assertThat(report.field("Subject"))
                .isEqualTo("Delivered: your message to cat@one.test and 1 other");
        assertThat(report.content(1))
                .contains(
                        "cat@one.test\r\n    It has been in the mailbox since Sat, 28 Nov 2026, 13:04 UTC.\r\n\r\n")
                .contains("a server that does not tell when it arrives.")
                .contains("without TLS:\r\n        250 queued as 17\r\n");
        assertThat(report.status(1).first("Action")).contains("delivered");
        assertThat(report.status(1).first("Remote-MTA")).isEmpty();
        assertThat(report.status(2).first("Action")).contains("relayed");
        assertThat(report.status(2).first("Remote-MTA")).contains("dns; mx.two.test ([192.0.2.2])");
    }

    @Test
    void successOfAnAddressThatStandsForSeveralIsExpansion() throws IOException {
        var passed = new Answer(TRIED, "", "", 0, "2.1.5", "passed on");
        var to = new To(path("all@one.test"));
        var several = new Told(to, passed, 1, Result.Place.SEVERAL, Optional.empty());
        var list = new Told(to, passed, 1, Result.Place.LIST, Optional.empty());
        var report = write(Kind.DELIVERED, FULL, MESSAGE, several, list);
        assertThat(report.status(1).first("Action")).contains("expanded");
        assertThat(report.status(2).first("Action")).contains("delivered");
        assertThat(report.content(1))
                .contains("all@one.test\r\n    It was passed on to all")
                .contains("all@one.test\r\n    It has gone to a group, on Sat, 28 Nov 2026")
                .doesNotContain("mailbox");
    }

    @Test
    void aStatusThatTheServerSaidStandsInItsAnswer() throws IOException {
        for (String text : List.of("no such user", "5.1.1 no such user")) {
            var answer = answer(550, "5.1.1", text);
            var report = write(Kind.FAILED, MAIL, MESSAGE, told("ben@two.test", answer));
            assertThat(report.content(1)).contains("        550 5.1.1 no such user\r\n");
            assertThat(report.status(1).first("Diagnostic-Code"))
                    .contains("smtp; 550 5.1.1 no such user");
        }
        var old = answer(550, "5.0.0", "no such user");
        var report = write(Kind.FAILED, MAIL, MESSAGE, told("ben@two.test", old));
        assertThat(report.content(1)).contains("        550 no such user\r\n");
    }

    @Test
    void aDelayDoesNotPromiseWhatTheSenderDoesNotWant() throws IOException {
        var again = new Again(NOW.plusSeconds(4_200), ARRIVED.plusSeconds(432_000));
        var wants = new Notify(true, false, false, true);
        var to = new To(path("ben@two.test"), wants, Optional.empty());
        var told = new Told(to, NO_SUCH_USER, 7, Result.Place.NOWHERE, Optional.of(again));
        var report = write(Kind.DELAYED, FULL, MESSAGE, told);
        assertThat(report.content(1)).doesNotContain("given up").contains("Thu, 3 Dec 2026");
    }

    @Test
    void anOriginalRecipientInUtf8IsReadInEitherCase() throws IOException {
        var told = told(original("ben@two.test", "utf-8;b\\x{e9}n\\x{C9}@two.test"), NO_SUCH_USER);
        var report = write(Kind.FAILED, MAIL, MESSAGE, told);
        assertThat(report.content(2)).contains("utf-8; b\u00e9n\u00c9@two.test");
    }

    @Test
    void envidAndOrcptComeBackWithoutXtext() throws IOException {
        var mail =
                new Mail(
                        "7k2",
                        path("ann@one.test"),
                        1,
                        Optional.of("QQ 314+159"),
                        Optional.empty(),
                        false,
                        "",
                        ARRIVED,
                        ARRIVED);
        var told = told(original("ben@two.test", "rfc822;b+2Btag@Three.test"), NO_SUCH_USER);
        var report = write(Kind.FAILED, mail, MESSAGE, told);
        assertThat(report.status(0).first("Original-Envelope-Id")).contains("QQ 314+159");
        assertThat(report.status(1).first("Original-Recipient"))
                .contains("rfc822; b+tag@Three.test");
        assertThat(report.content(1))
                .contains("ben@two.test\r\n    (you wrote to b+tag@Three.test)\r\n");
        assertThat(report.field("In-Reply-To")).isEmpty();
    }

    @Test
    void anOriginalRecipientMakesNoFields() throws IOException {
        var told =
                told(
                        original("ben@two.test", "rfc822;x+0D+0ABcc:+20all@two.test+E4+00"),
                        NO_SUCH_USER);
        var report = write(Kind.FAILED, MAIL, MESSAGE, told);
        assertThat(report.status(1).first("Original-Recipient"))
                .contains("rfc822; x Bcc: all@two.test?");
        assertThat(report.status(1).first("Bcc")).isEmpty();
        assertThat(isSevenBit(report)).isTrue();
    }

    @Test
    void anAnswerIsCutAndCleaned() throws IOException {
        String evil =
                "5.7.1 no\r\n--=_00000000000000420000000000000042\r\n\u0000\u001b[31mred\u202e"
                        + "\ud800 "
                        + "w".repeat(3_000);
        var report =
                write(Kind.FAILED, MAIL, MESSAGE, told("ben@two.test", answer(550, "5.7.1", evil)));
        String clean = "550 5.7.1 no --=_00000000000000420000000000000042 [31mred?? ";
        assertThat(report.status(1).first("Diagnostic-Code").orElseThrow())
                .startsWith("smtp; " + clean)
                .endsWith("w...")
                .hasSizeLessThan(Words.ANSWER_CHARACTERS_MAX + 30);
        assertThat(report.types()).hasSize(3);
        assertThat(isSevenBit(report)).isTrue();
        assertThat(report.content(1)).contains("[31mred??");
    }

    @Test
    void anAnswerInOtherScriptsIsReadByPeople() throws IOException {
        String text = "5.1.1 boîte inconnue \ud83d\udced";
        var report =
                write(Kind.FAILED, MAIL, MESSAGE, told("ben@two.test", answer(550, "5.1.1", text)));
        assertThat(report.content(1)).contains("550 " + text);
        assertThat(report.status(1).first("Diagnostic-Code"))
                .contains("smtp; 550 5.1.1 bo?te inconnue ?");
        assertThat(isSevenBit(report)).isTrue();
    }

    @Test
    void aStatusFitsWhatIsReported() throws IOException {
        for (String status : List.of("2.0.0", "5.1", "5.01.1", "", "5.1.1\r\nX: y", "9.1.1")) {
            var report =
                    write(
                            Kind.FAILED,
                            MAIL,
                            MESSAGE,
                            told("ben@two.test", answer(550, status, "no")));
            assertThat(report.status(1).first("Status")).as(status).contains("5.0.0");
        }
    }

    @Test
    void theWholeMessageComesBackWhereItIsWanted() throws IOException {
        var report = write(Kind.FAILED, FULL, MESSAGE, told("ben@two.test", NO_SUCH_USER));
        assertThat(report.types()).contains("message/rfc822");
        assertThat(report.content(3)).isEqualTo(MESSAGE);
        assertThat(report.content(1)).contains("for programs and your message.");
        var header = write(Kind.FAILED, MAIL, MESSAGE, told("ben@two.test", NO_SUCH_USER));
        assertThat(header.content(3)).isEqualTo(HEADER);
    }

    @Test
    void aWholeMessageComesBackInSevenBits() throws IOException {
        String message = HEADER + "\r\nÀ midi?\r\n" + "x".repeat(1_200) + "\r\n";
        var report = write(Kind.FAILED, FULL, message, told("ben@two.test", NO_SUCH_USER));
        assertThat(report.types()).contains("message/rfc822");
        assertThat(isSevenBit(report)).isTrue();
        assertThat(report.content(3))
                .startsWith(HEADER + "MIME-Version: 1.0\r\n")
                .contains("Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=80 midi?");
        String signed =
                "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nÀ\r\n--b--\r\n";
        var header = write(Kind.FAILED, FULL, signed, told("ben@two.test", NO_SUCH_USER));
        assertThat(header.types()).contains("text/rfc822-headers");
    }

    @Test
    void aLargeMessageComesBackAsItsHeader() throws IOException {
        String most = MESSAGE + "x".repeat(70) + "\r\n";
        most += ("y".repeat(70) + "\r\n").repeat((WHOLE_MOST - most.length()) / 72 - 1);
        most += "z".repeat(WHOLE_MOST - most.length() - 2) + "\r\n";
        var whole = write(Kind.FAILED, FULL, most, told("ben@two.test", NO_SUCH_USER));
        assertThat(whole.content(3)).isEqualTo(most).hasSize(WHOLE_MOST);
        var header = write(Kind.FAILED, FULL, most + "!", told("ben@two.test", NO_SUCH_USER));
        assertThat(header.content(3)).isEqualTo(HEADER);
    }

    @Test
    void ofALargeHeaderTheFirstLinesComeBack() throws IOException {
        String many = "X-Spam: yes\r\n".repeat(Returned.HEADER_OCTETS_MAX / 13 + 100);
        var report = write(Kind.FAILED, MAIL, many + MESSAGE, told("ben@two.test", NO_SUCH_USER));
        assertThat(report.content(3))
                .hasSizeBetween(Returned.HEADER_OCTETS_MAX - 13, Returned.HEADER_OCTETS_MAX)
                .endsWith("X-Spam: yes\r\n");
    }

    @Test
    void aHeaderThatIsNotAsItShouldBeIsQuoted() throws IOException {
        String odd = "Subject: schön\r\nX-Long: " + "l".repeat(1_500) + "\r\n";
        var report = write(Kind.FAILED, MAIL, odd + "\r\n", told("ben@two.test", NO_SUCH_USER));
        assertThat(report.types()).contains("text/rfc822-headers");
        assertThat(report.content(3)).isEqualTo(odd);
        assertThat(isSevenBit(report)).isTrue();
        assertThat(report.content(1)).contains("Subject:    schön\r\n");
    }

    @Test
    void internationalMailIsReportedInUtf8() throws IOException {
        String message = MESSAGE.replace("Lunch", "Déjeuner");
        var told =
                told(
                        original("bén@two.test", "utf-8;b\\x{E9}n@three.test"),
                        answer(550, "5.1.1", "5.1.1 boîte inconnue"));
        var mail = mail("jürgen@one.test", Optional.of(true), true);
        var report = write(Kind.FAILED, mail, message, told);
        assertThat(report.written().smtpUtf8()).isTrue();
        assertThat(report.types())
                .containsExactly("text/plain", "message/global-delivery-status", "message/global");
        assertThat(Bytes.latin1(report.field("To")).utf8()).isEqualTo("<jürgen@one.test>");
        assertThat(report.field("Content-Type")).contains("report-type=global-delivery-status");
        assertThat(report.field("Content-Transfer-Encoding")).isEqualTo("8bit");
        assertThat(EncodedWords.decode(report.field("Subject")))
                .isEqualTo("Not delivered: your message to bén@two.test");
        assertThat(report.content(2))
                .contains("Original-Recipient: utf-8; bén@three.test\r\n")
                .contains("Final-Recipient: utf-8; bén@two.test\r\n")
                .contains("Diagnostic-Code: smtp; 550 5.1.1 boîte inconnue\r\n");
        assertThat(report.content(3)).isEqualTo(message);
    }

    @Test
    void aReportInUtf8CanBeMadeSevenBit() throws IOException {
        var mail = mail("ann@one.test", Optional.of(true), true);
        String message = MESSAGE.replace("Lunch", "Déjeuner");
        var report = write(Kind.FAILED, mail, message, told("bén@two.test", NO_SUCH_USER));
        assertThat(isSevenBit(report)).isFalse();
        var converted =
                SevenBit.of(
                        () -> new ByteArrayInputStream(report.octets().toArray()),
                        report.written().header().length());
        assertThat(converted.obstacle()).isEmpty();
        try (var in = converted.open()) {
            assertThat(Bytes.wrap(in.readAllBytes()).latin1())
                    .contains("Final-Recipient: utf-8; b=C3=A9n@two.test\r\n")
                    .contains("Subject: D=C3=A9jeuner on Friday\r\n");
        }
    }

    @Test
    void anInternationalHeaderComesBackAsItIs() throws IOException {
        String message = MESSAGE.replace("Lunch", "Déjeuner");
        var mail = mail("ann@one.test", Optional.empty(), true);
        var report = write(Kind.FAILED, mail, message, told("ben@two.test", NO_SUCH_USER));
        assertThat(report.written().smtpUtf8()).isFalse();
        assertThat(report.types())
                .containsExactly("text/plain", "message/delivery-status", "message/global-headers");
        assertThat(report.content(3)).isEqualTo(HEADER.replace("Lunch", "Déjeuner"));
    }

    @Test
    void manyRecipientsAreAllInTheStatus() throws IOException {
        var told = new ArrayList<Told>();
        for (int n = 0; n < Words.RECIPIENTS_MAX + 3; n++) {
            told.add(told("u" + n + "@two.test", NO_SUCH_USER));
        }
        var report = write(Kind.FAILED, MAIL, MESSAGE, told.toArray(Told[]::new));
        assertThat(report.content(1))
                .contains("delivered to 103 recipients, see below")
                .contains("And 3 more, which the status below this text names.");
        assertThat(report.content(1).split("no such user here", -1))
                .hasSize(Words.RECIPIENTS_MAX + 1);
        assertThat(
                        Arrays.stream(report.content(2).split("\r\n"))
                                .filter(line -> line.startsWith("Final-Recipient: ")))
                .hasSize(told.size());
    }
}
