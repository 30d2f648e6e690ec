package posthouse.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.smtp.SmtpCommand.Auth;
import posthouse.smtp.SmtpCommand.Bdat;
import posthouse.smtp.SmtpCommand.Body;
import posthouse.smtp.SmtpCommand.Data;
import posthouse.smtp.SmtpCommand.Ehlo;
import posthouse.smtp.SmtpCommand.Expn;
import posthouse.smtp.SmtpCommand.Helo;
import posthouse.smtp.SmtpCommand.Help;
import posthouse.smtp.SmtpCommand.Hold;
import posthouse.smtp.SmtpCommand.Lhlo;
import posthouse.smtp.SmtpCommand.Mail;
import posthouse.smtp.SmtpCommand.Noop;
import posthouse.smtp.SmtpCommand.Quit;
import posthouse.smtp.SmtpCommand.Rcpt;
import posthouse.smtp.SmtpCommand.Rset;
import posthouse.smtp.SmtpCommand.StartTls;
import posthouse.smtp.SmtpCommand.Vrfy;
import posthouse.smtp.SmtpSyntaxError.Kind;

class SmtpParserTest {
    @Test
    void readsTheExamplesOfTheRfcs() throws SmtpSyntaxError {
        Map<String, SmtpCommand> examples =
                Map.ofEntries(
                        Map.entry("EHLO bar.com", new Ehlo("bar.com")),
                        Map.entry("HELO foo.com", new Helo("foo.com")),
                        Map.entry("LHLO foo.edu", new Lhlo("foo.edu")),
                        Map.entry("EHLO [IPv6:2001:db8::1]", new Ehlo("[IPv6:2001:db8::1]")),
                        Map.entry("MAIL FROM:<Smith@bar.com>", from("Smith@bar.com")),
                        Map.entry("MAIL FROM:<>", mail(new Path.Null())),
                        Map.entry("RCPT TO:<Jones@foo.com>", to("Jones@foo.com")),
                        Map.entry(
                                "RCPT TO:<@hosta.int,@jkl.org:userc@d.bar.org>",
                                to("userc@d.bar.org")),
                        Map.entry("RCPT TO:<Postmaster>", new Rcpt(new Path.Postmaster())),
                        Map.entry("DATA", new Data()),
                        Map.entry("BDAT 86 LAST", new Bdat(86, true)),
                        Map.entry("BDAT 100000", new Bdat(100_000, false)),
                        Map.entry("RSET", new Rset()),
                        Map.entry("NOOP", new Noop()),
                        Map.entry("QUIT", new Quit()),
                        Map.entry("VRFY Crispin", new Vrfy("Crispin")),
                        Map.entry("EXPN Example-People", new Expn("Example-People")),
                        Map.entry("HELP MAIL", new Help("MAIL")),
                        Map.entry("STARTTLS", new StartTls()),
                        Map.entry("AUTH CRAM-MD5", new Auth("CRAM-MD5", Optional.empty())),
                        Map.entry(
                                "AUTH PLAIN dGVzdAB0ZXN0ADEyMzQ=",
                                new Auth(
                                        "PLAIN", Optional.of(Bytes.latin1("test\0test\0001234")))));
        for (var example : examples.entrySet()) {
            assertThat(parse(example.getKey())).isEqualTo(example.getValue());
        }
    }

    @Test
    void readsParameters() throws SmtpSyntaxError {
        assertThat(
                        parse(
                                "MAIL FROM:<ned@thor.example> SIZE=500000 BODY=8BITMIME SMTPUTF8"
                                        + " AUTH=e+3Dmc2@example.com"))
                .isEqualTo(
                        new Mail(
                                mailbox("ned@thor.example"),
                                OptionalLong.of(500_000),
                                Optional.of(Body.EIGHT_BIT_MIME),
                                true,
                                Optional.of("e=mc2@example.com"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(((Mail) parse("mail from:<> size=99999999999999999999 auth=<>")))
                .extracting(Mail::size, Mail::auth)
                .containsExactly(OptionalLong.of(Long.MAX_VALUE), Optional.of(""));
    }

    /// The examples of RFC 3461 §10 and RFC 4865 §4.
    @Test
    void readsWhatIsWantedOfReports() throws SmtpSyntaxError {
        var mail = (Mail) parse("MAIL FROM:<Alice@Example.ORG> RET=HDRS ENVID=QQ314159");
        assertThat(mail.full()).contains(false);
        assertThat(mail.envelopeId()).contains("QQ314159");
        assertThat(
                        parse(
                                "RCPT TO:<Bob@Example.COM> NOTIFY=SUCCESS,delay"
                                        + " ORCPT=rfc822;Bob+2Bx@Example.COM"))
                .isEqualTo(
                        new Rcpt(
                                mailbox("Bob@Example.COM"),
                                new Notify(true, true, false, true),
                                Optional.of("rfc822;Bob+2Bx@Example.COM")));
        assertThat(((Rcpt) parse("RCPT TO:<a@b.test> NOTIFY=NEVER")).wants())
                .isEqualTo(Notify.NEVER);
        assertThat(((Rcpt) parse("RCPT TO:<a@b.test> ORCPT=utf-8;\u00fc\\x{20}@c.test")).original())
                .contains("utf-8;\u00fc\\x{20}@c.test");
        assertThat(((Mail) parse("MAIL FROM:<> ENVID=<>")).envelopeId()).contains("<>");
        assertThat(((Mail) parse("MAIL FROM:<> HOLDFOR=86400")).hold())
                .contains(new Hold.For(86_400));
        assertThat(((Mail) parse("MAIL FROM:<> HOLDUNTIL=2026-12-24T18:00:00+01:00")).hold())
                .contains(new Hold.Until(Instant.parse("2026-12-24T17:00:00Z")));
    }

    @Test
    void refusesWhatIsWrongOfReports() {
        for (String line :
                List.of(
                        "MAIL FROM:<> RET=ALL",
                        "MAIL FROM:<> RET=FULL RET=FULL",
                        "MAIL FROM:<> ENVID=",
                        "MAIL FROM:<> ENVID=a+0Ab",
                        "MAIL FROM:<> ENVID=a+4",
                        "MAIL FROM:<> ENVID=a=b",
                        "MAIL FROM:<> HOLDFOR=0",
                        "MAIL FROM:<> HOLDFOR=1234567890",
                        "MAIL FROM:<> HOLDFOR=1 HOLDUNTIL=2026-12-24T18:00:00Z",
                        "MAIL FROM:<> HOLDUNTIL=tomorrow",
                        "RCPT TO:<a@b.test> NOTIFY=NEVER,SUCCESS",
                        "RCPT TO:<a@b.test> NOTIFY=",
                        "RCPT TO:<a@b.test> NOTIFY=SUCCESS,",
                        "RCPT TO:<a@b.test> ORCPT=a@b.test",
                        "RCPT TO:<a@b.test> ORCPT=;a@b.test",
                        "RCPT TO:<a@b.test> ORCPT=rfc822;",
                        "RCPT TO:<a@b.test> ORCPT=rfc822;a+b@c.test",
                        "RCPT TO:<a@b.test> ORCPT=rfc822;a=b@c.test",
                        "RCPT TO:<a@b.test> ORCPT=rfc822;\u00fc@c.test")) {
            assertThatExceptionOfType(SmtpSyntaxError.class)
                    .as(line)
                    .isThrownBy(() -> parse(line))
                    .extracting(SmtpSyntaxError::kind)
                    .isEqualTo(Kind.BAD_ARGUMENT);
        }
    }

    @Test
    void isLiberalWhereClientsAre() throws SmtpSyntaxError {
        assertThat(parse("mail FROM: <ann@example.org>  ")).isEqualTo(from("ann@example.org"));
        assertThat(parse("Mail From:\t<ann@example.org>")).isEqualTo(from("ann@example.org"));
        assertThat(parse("RCPT TO: ann@example.org")).isEqualTo(to("ann@example.org"));
        assertThat(parse("rcpt to:<POSTMASTER>")).isEqualTo(new Rcpt(new Path.Postmaster()));
        assertThat(parse("NOOP what ever")).isEqualTo(new Noop());
        assertThat(parse("AUTH plain =")).isEqualTo(new Auth("PLAIN", Optional.of(Bytes.EMPTY)));
        assertThat(parse("EHLO under_score")).isEqualTo(new Ehlo("under_score"));
    }

    @Test
    void readsQuotedAndInternationalAddresses() throws SmtpSyntaxError {
        assertThat(parse("RCPT TO:<\"a > b\\\" @ c\"@example.org>"))
                .isEqualTo(to("\"a > b\\\" @ c\"@example.org"));
        assertThat(parse("MAIL FROM:<阿Q@例子.example> SMTPUTF8"))
                .extracting(c -> ((Mail) c).from().toString())
                .isEqualTo("<阿Q@xn--fsqu00a.example>");
        assertThat(parse("RCPT TO:<ann@[192.0.2.1]>"))
                .isEqualTo(new Rcpt(new Path.AtLiteral("ann", "[192.0.2.1]")));
    }

    @Test
    void tellsWhatIsWrong() {
        Map<Kind, List<String>> wrong =
                Map.of(
                        Kind.UNKNOWN_COMMAND,
                        List.of(
                                "",
                                " ",
                                "FOO",
                                "MAILFROM:<a@b>",
                                "EHLO\0x",
                                "NO\rOP",
                                "NOOP \u007f"),
                        Kind.BAD_ARGUMENT,
                        List.of(
                                "EHLO",
                                "HELO ",
                                "EHLO a b",
                                "MAIL",
                                "MAIL <a@b.org>",
                                "MAIL TO:<a@b.org>",
                                "RCPT FROM:<a@b.org>",
                                "DATA now",
                                "RSET x",
                                "QUIT x",
                                "STARTTLS x",
                                "VRFY",
                                "EXPN",
                                "AUTH",
                                "AUTH PLAIN %%%",
                                "MAIL FROM:<a@b.org>SIZE=1",
                                "MAIL FROM:<a@b.org> SIZE",
                                "MAIL FROM:<a@b.org> SIZE=",
                                "MAIL FROM:<a@b.org> SIZE=x",
                                "MAIL FROM:<a@b.org> SIZE=1 SIZE=1",
                                "MAIL FROM:<a@b.org> BODY=BINARYMIME",
                                "MAIL FROM:<a@b.org> BODY",
                                "MAIL FROM:<a@b.org> SMTPUTF8=1",
                                "MAIL FROM:<a@b.org> AUTH=+4",
                                "MAIL FROM:<a@b.org> AUTH=+zz",
                                "MAIL FROM:<a@b.org> =x",
                                "RCPT TO:<a@b.org> -x"),
                        Kind.BAD_SENDER,
                        List.of(
                                "MAIL FROM:",
                                "MAIL FROM:<ann",
                                "MAIL FROM:ann>",
                                "MAIL FROM:<ann>",
                                "MAIL FROM:<Postmaster>",
                                "MAIL FROM:<@a.org>",
                                "MAIL FROM:<a b@c.org>",
                                "MAIL FROM:<\"ann@b.org>",
                                "MAIL FROM:<a@b..org>",
                                "MAIL FROM:<a@-b.org>",
                                "MAIL FROM:<" + "a".repeat(65) + "@b.org>",
                                "MAIL FROM:<a@[x y]>"),
                        Kind.BAD_RECIPIENT,
                        List.of(
                                "RCPT TO:<>",
                                "RCPT TO:",
                                "RCPT TO:<ann>",
                                "RCPT TO:<@a.org,@b.org>"),
                        Kind.UNKNOWN_PARAMETER,
                        List.of(
                                "MAIL FROM:<a@b.org> BY=120",
                                "RCPT TO:<a@b.org> FOO=BAR",
                                "MAIL FROM:<> SIZE=1 X"),
                        Kind.BAD_CHUNK,
                        List.of("BDAT", "BDAT x", "BDAT -1", "BDAT 10 FIRST", "BDAT 10LAST"));
        wrong.forEach((kind, lines) ->
                lines.forEach(line ->
                        assertThatExceptionOfType(SmtpSyntaxError.class)
                                .as(line)
                                .isThrownBy(() -> parse(line))
                                .extracting(SmtpSyntaxError::kind)
                                .isEqualTo(kind)));
    }

    @Test
    void keepsPasswordsOutOfLogs() throws SmtpSyntaxError {
        assertThat(parse("AUTH PLAIN AGFubgBzZWNyZXQ=")).hasToString("AUTH PLAIN");
    }

    @Test
    void readsWhatIsWritten() {
        Seeds.each(
                3000,
                random -> {
                    SmtpCommand command = command(random);
                    Bytes line = SmtpWriter.line(command);
                    assertThat(SmtpParser.parse(line.slice(0, line.length() - 2)))
                            .isEqualTo(command);
                });
    }

    @Test
    void givesACommandOrASyntaxErrorForAnyOctets() {
        Seeds.each(
                5000,
                random -> {
                    byte[] line = SmtpWriter.line(command(random)).toArray();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        line[random.nextInt(line.length)] = (byte) random.nextInt(256);
                    }
                    try {
                        assertThat(SmtpParser.parse(Bytes.wrap(line))).isNotNull();
                    } catch (SmtpSyntaxError error) {
                        assertThat(error).hasMessageMatching("[ -~]+");
                    }
                });
    }

    private static SmtpCommand command(Random random) {
        return switch (random.nextInt(15)) {
            case 0 -> new Ehlo(pick(random, "example.org", "[192.0.2.7]", "LAPTOP", "x_y"));
            case 1 -> new Helo("example.org");
            case 2 -> new Lhlo("mx");
            case 3 -> new StartTls();
            case 4 ->
                    new Auth(
                            "PLAIN",
                            random.nextBoolean() ? Optional.empty() : Optional.of(octets(random)));
            case 5, 6 ->
                    new Mail(
                            path(random, new Path.Null()),
                            random.nextBoolean()
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(random.nextLong(Long.MAX_VALUE)),
                            Optional.of(pick(random, Body.values()))
                                    .filter(_ -> random.nextBoolean()),
                            random.nextBoolean(),
                            Optional.of(pick(random, "", "a@b.org", "x+y=z", "é\u0001"))
                                    .filter(_ -> random.nextBoolean()),
                            Optional.of(random.nextBoolean()).filter(_ -> random.nextBoolean()),
                            Optional.of(pick(random, "QQ314159", "a + b = c"))
                                    .filter(_ -> random.nextBoolean()),
                            Optional.<Hold>of(
                                            SmtpParserTest.<Hold>pick(
                                                    random,
                                                    new Hold.For(1 + random.nextInt(999_999_999)),
                                                    new Hold.Until(Instant.EPOCH)))
                                    .filter(_ -> random.nextBoolean()));
            case 7, 8 ->
                    new Rcpt(
                            path(random, new Path.Postmaster()),
                            pick(
                                    random,
                                    Notify.UNSAID,
                                    Notify.NEVER,
                                    new Notify(true, random.nextBoolean(), true, false)),
                            Optional.of("rfc822;Ann+2Bx@example.org")
                                    .filter(_ -> random.nextBoolean()));
            case 9 -> new Data();
            case 10 -> new Bdat(random.nextLong(Long.MAX_VALUE), random.nextBoolean());
            case 11 -> pick(random, new Rset(), new Noop(), new Quit());
            case 12 -> new Vrfy("ann smith");
            case 13 -> new Expn("list");
            default -> new Help(pick(random, "", "MAIL"));
        };
    }

    private static Path path(Random random, Path special) {
        return switch (random.nextInt(4)) {
            case 0 -> special;
            case 1 -> new Path.AtLiteral("ann", "[IPv6:2001:db8::1]");
            default ->
                    mailbox(
                            pick(random, "ann", "\"a b\"", "\"a>@\\\\\\\"\"", "jürgen", "a+b", "x.")
                                    + "@"
                                    + pick(random, "example.org", "a.b.c", "xn--fsqu00a.example"));
        };
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... of) {
        return of[random.nextInt(of.length)];
    }

    private static Bytes octets(Random random) {
        byte[] octets = new byte[random.nextInt(20)];
        random.nextBytes(octets);
        return Bytes.wrap(octets);
    }

    private static SmtpCommand parse(String line) throws SmtpSyntaxError {
        return SmtpParser.parse(Bytes.utf8(line));
    }

    private static Mail from(String address) {
        return mail(mailbox(address));
    }

    private static Mail mail(Path from) {
        return new Mail(from);
    }

    private static Rcpt to(String address) {
        return new Rcpt(mailbox(address));
    }

    private static Path mailbox(String address) {
        return new Path.Mailbox(Address.parse(address).orElseThrow());
    }
}
