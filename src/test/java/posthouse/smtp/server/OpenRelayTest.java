package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import posthouse.net.Transcripts;

/// Nobody sends mail out through us without a login, whatever the address looks like and whatever
/// came before it.
class OpenRelayTest {
    private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.1");
    private static final Map<String, String> WITHOUT_LIMITS =
            Map.of(
                    "smtp.door.commands-per-minute-max",
                    "0",
                    "smtp.door.messages-per-minute-max",
                    "0",
                    "smtp.door.recipients-per-minute-max",
                    "0");
    private static final String OUTSIDE = "<x@elsewhere.test>";

    /// Ways to write an address of elsewhere, so that somebody takes it for one of ours.
    private static final List<String> FORMS =
            List.of(
                    // As it is.
                    OUTSIDE,
                    "<X@ELSEWHERE.TEST>",
                    "<x@elsewhere.test.>",
                    "<\"x\"@elsewhere.test>",
                    "<postmaster@elsewhere.test>",
                    "<POSTMASTER@Elsewhere.Test>",
                    "<abuse@elsewhere.test>",
                    // The percent hack.
                    "<x%elsewhere.test@demo.test>",
                    "<x%elsewhere.test%demo.test@demo.test>",
                    "<ann%elsewhere.test@demo.test>",
                    "<\"x%elsewhere.test\"@demo.test>",
                    "<x%elsewhere.test@[127.0.0.1]>",
                    "<x%elsewhere.test@>",
                    "<x%elsewhere.test>",
                    // Bang paths, and others of dead networks.
                    "<elsewhere.test!x>",
                    "<elsewhere.test!x@demo.test>",
                    "<demo.test!elsewhere.test!x>",
                    "<demo.test!x@elsewhere.test>",
                    "<\"elsewhere.test!x\"@demo.test>",
                    "<elsewhere.test!x%demo.test@demo.test>",
                    "<elsewhere.test::x@demo.test>",
                    "<x:elsewhere.test@demo.test>",
                    "<x=elsewhere.test@demo.test>",
                    "<x@#3221225985>",
                    // Source routes (RFC 5321 appendix C).
                    "<@demo.test:x@elsewhere.test>",
                    "<@demo.test,@elsewhere.test:x@third.test>",
                    "<@elsewhere.test,@demo.test:x@elsewhere.test>",
                    "<@elsewhere.test:@demo.test>",
                    "<@demo.test:x%elsewhere.test@demo.test>",
                    "<\"@elsewhere.test:x\"@demo.test>",
                    // More than one @.
                    "<\"x@elsewhere.test\"@demo.test>",
                    "<\"x@elsewhere.test\">",
                    "<\"ann@demo.test\"@elsewhere.test>",
                    "<x@elsewhere.test@demo.test>",
                    "<ann@demo.test@elsewhere.test>",
                    "<x\\@elsewhere.test@demo.test>",
                    "<\"x\\@elsewhere.test\"@demo.test>",
                    "<\"ann\"@demo.test\"@elsewhere.test>",
                    // Literals and names that are nearly ours.
                    "<x@[192.0.2.25]>",
                    "<ann@[127.0.0.1]>",
                    "<x@[IPv6:2001:db8::25]>",
                    "<ann@[IPv6:::1]>",
                    "<ann@[demo.test]>",
                    "<x@192.0.2.25>",
                    "<ann@127.0.0.1>",
                    "<ann@localhost>",
                    "<ann@mail.demo.test>",
                    "<ann@xdemo.test>",
                    "<ann@demo.test.elsewhere.test>",
                    "<ann@demo>",
                    "<ann@.demo.test>",
                    "<ann@demo..test>",
                    "<ann@demo.test..>",
                    // Beyond ASCII: a Cyrillic e, full-width letters and stops, an invisible space.
                    "<ann@d\u0435mo.test>",
                    "<ann@xn--dmo-6cd.test>",
                    "<x@\uff45lsewhere.test>",
                    "<x@elsewhere\u3002test>",
                    "<x@elsewhere.test\u200b>",
                    "<x\uff20elsewhere.test@demo.test>",
                    "<x\uff05elsewhere.test@demo.test>",
                    // Comments, blanks and brackets.
                    "<x@elsewhere.test(@demo.test)>",
                    "<x(@demo.test)@elsewhere.test>",
                    "<x@demo.test(.elsewhere.test)>",
                    "< x@elsewhere.test>",
                    "<x@elsewhere.test >",
                    "<x @elsewhere.test>",
                    "<<x@elsewhere.test>>",
                    "<x@elsewhere.test",
                    "x@elsewhere.test>",
                    "x@elsewhere.test",
                    "Ann <x@elsewhere.test>",
                    "<>",
                    "<@>",
                    "<x@>",
                    "<@elsewhere.test>",
                    "<@demo.test:>",
                    // Several at once.
                    "<ann@demo.test>,<x@elsewhere.test>",
                    "<ann@demo.test> <x@elsewhere.test>",
                    "<ann@demo.test,x@elsewhere.test>",
                    "<ann@demo.test;x@elsewhere.test>",
                    "<x@elsewhere.test> ORCPT=rfc822;ann@demo.test",
                    // Octets that end a text for somebody.
                    "<x@elsewhere.test\\x00@demo.test>",
                    "<x\\x00@demo.test@elsewhere.test>",
                    "<x@elsewhere.test\\x0d@demo.test>",
                    // Forged bounce addresses (SRS, BATV), and addresses that are programs.
                    "<SRS0=HHHH=TT=elsewhere.test=x@demo.test>",
                    "<srs0=hhhh=tt=elsewhere.test=x@demo.test>",
                    "<SRS0+HHHH=TT=elsewhere.test=x@demo.test>",
                    "<SRS0-HHHH-TT-elsewhere.test-x@demo.test>",
                    "<SRS0====@demo.test>",
                    "<SRS0==TT=elsewhere.test=x@demo.test>",
                    "<SRS1=HHHH=other.test==HHHH=TT=elsewhere.test=x@demo.test>",
                    "<SRS1=HHHH=demo.test==HHHH=TT=elsewhere.test=x@demo.test>",
                    "<prvs=0123456789=x@elsewhere.test>",
                    "<prvs=0123456789=x%elsewhere.test@demo.test>",
                    "<|/bin/true@demo.test>",
                    "<\"|/bin/true x@elsewhere.test\"@demo.test>",
                    "</tmp/x@demo.test>",
                    "<:include:/etc/passwd@demo.test>");

    /// What may come before the recipient, each by a stranger, ending with MAIL.
    private static final List<List<String>> PATHS =
            List.of(
                    List.of("HELO b.org", "MAIL FROM:<a@b.org>"),
                    List.of("EHLO b.org", "MAIL FROM:<>"),
                    List.of("EHLO b.org", "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO b.org", "MAIL FROM:<postmaster@demo.test>"),
                    List.of("EHLO b.org", "MAIL FROM:<@demo.test:ann@demo.test>"),
                    List.of("EHLO b.org", "MAIL FROM:<ann@localhost>"),
                    List.of("EHLO b.org", "MAIL FROM:<ann@[127.0.0.1]>"),
                    List.of("EHLO b.org", "MAIL FROM:<x@elsewhere.test>"),
                    List.of("EHLO b.org", "MAIL FROM:<a@b.org> AUTH=ann@demo.test"),
                    List.of("EHLO b.org", "MAIL FROM:<ann@demo.test> AUTH=<>"),
                    List.of("EHLO b.org", "MAIL FROM:<\u00e4@b.org> SMTPUTF8"),
                    List.of("EHLO b.org", "MAIL FROM:<a@b.org> BODY=8BITMIME SIZE=10"),
                    List.of("HELO demo.test", "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO demo.test", "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO localhost", "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO [127.0.0.1]", "MAIL FROM:<ann@demo.test>"),
                    List.of("LHLO demo.test", "EHLO b.org", "MAIL FROM:<a@b.org>"),
                    List.of("EHLO b.org", "STARTTLS", "EHLO b.org", "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO b.org", "STARTTLS", "MAIL FROM:<ann@demo.test>"),
                    List.of(
                            "EHLO b.org",
                            "AUTH PLAIN AGFubkBkZW1vLnRlc3QAc2VjcmV0LWFubg==",
                            "MAIL FROM:<ann@demo.test>"),
                    List.of(
                            "EHLO b.org",
                            "STARTTLS",
                            "EHLO b.org",
                            "AUTH PLAIN AGFubkBkZW1vLnRlc3QAd3Jvbmc=",
                            "MAIL FROM:<ann@demo.test>"),
                    List.of(
                            "EHLO b.org",
                            "AUTH LOGIN",
                            "YW5uQGRlbW8udGVzdA==",
                            "d3Jvbmc=",
                            "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO b.org", "AUTH PLAIN", "*", "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO b.org", "AUTH ANONYMOUS", "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO b.org", "AUTH EXTERNAL =", "MAIL FROM:<ann@demo.test>"),
                    List.of(
                            "EHLO b.org",
                            "XCLIENT ADDR=127.0.0.1 LOGIN=ann@demo.test",
                            "EHLO b.org",
                            "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO b.org", "XFORWARD ADDR=127.0.0.1", "MAIL FROM:<ann@demo.test>"),
                    List.of(
                            "PROXY TCP4 127.0.0.1 127.0.0.1 1 25",
                            "EHLO b.org",
                            "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO b.org", "ETRN elsewhere.test", "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO b.org", "VRFY x@elsewhere.test", "MAIL FROM:<a@b.org>"),
                    List.of("EHLO b.org", "SEND FROM:<ann@demo.test>", "MAIL FROM:<ann@demo.test>"),
                    List.of("EHLO b.org", "MAIL FROM:<a@b.org>", "RSET", "MAIL FROM:<a@b.org>"),
                    List.of(
                            "EHLO b.org",
                            "MAIL FROM:<a@b.org>",
                            "RCPT TO:<ann@demo.test>",
                            "RSET",
                            "MAIL FROM:<ann@demo.test>"),
                    List.of(
                            "EHLO b.org",
                            "MAIL FROM:<a@b.org>",
                            "RCPT TO:<ann@demo.test>",
                            "EHLO demo.test",
                            "MAIL FROM:<ann@demo.test>"));

    private static final List<String> LOGIN =
            List.of(
                    "EHLO b.org",
                    "STARTTLS",
                    "EHLO b.org",
                    "AUTH PLAIN AGFubkBkZW1vLnRlc3QAc2VjcmV0LWFubg==");

    /// Nothing gets into them, so they can stand while all is tried.
    private static final Map<String, Town> TOWNS = new HashMap<>();

    @BeforeAll
    static void build() {
        for (String role : List.of("smtp", "submission", "lmtp")) {
            TOWNS.put(role, new Town(role, Town.settings(WITHOUT_LIMITS)));
        }
    }

    @AfterAll
    static void close() {
        TOWNS.values().forEach(Town::close);
        TOWNS.clear();
    }

    static Stream<Arguments> formsInEachRole() {
        return Stream.of("smtp", "submission", "lmtp")
                .flatMap(role -> FORMS.stream().map(form -> Arguments.of(role, form)));
    }

    static Stream<Arguments> pathsInEachRole() {
        return Stream.of("smtp", "submission")
                .flatMap(role -> PATHS.stream().map(path -> Arguments.of(role, path)));
    }

    @Test
    void triesAtLeastForty() {
        assertThat(FORMS).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("formsInEachRole")
    void refusesEveryFormOfAnAddressElsewhere(String role, String form) {
        String hello = role.equals("lmtp") ? "LHLO b.org" : "EHLO b.org";
        for (String parameter : List.of("", " SMTPUTF8")) {
            assertNothingGoesOut(role, List.of(hello, "MAIL FROM:<a@b.org>" + parameter), form);
        }
    }

    @ParameterizedTest
    @MethodSource("pathsInEachRole")
    void refusesItWhateverCameBefore(String role, List<String> path) {
        assertNothingGoesOut(role, path, OUTSIDE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "ann <ann+x=elsewhere.test@demo.test>",
                "ann <ann+x%elsewhere.test@demo.test>",
                "ann <@elsewhere.test:ann@demo.test>",
                "ann <@demo.test@elsewhere.test:ann@demo.test>",
                "ben <x%elsewhere.test@catch.test>",
                "ben <elsewhere.test!x@catch.test>",
                "ben <\"x@elsewhere.test\"@catch.test>",
            })
    void whatOnlyLooksLikeElsewhereStaysHere(String owner, String form) {
        try (var town = new Town("smtp", Town.settings(Map.of()))) {
            converse(
                    town,
                    List.of("EHLO b.org", "MAIL FROM:<a@b.org>"),
                    List.of("RCPT TO:" + form, "DATA", "Subject: Hi", "."));
            for (String name : List.of("ann", "ben")) {
                assertThat(town.messages(name)).hasSize(name.equals(owner) ? 1 : 0);
            }
            town.happen("nothing is queued");
        }
    }

    @Test
    void aRecipientOfOursDoesNotTakeOneOfElsewhereAlong() {
        try (var town = new Town("smtp", Town.settings(Map.of()))) {
            var replies =
                    converse(
                            town,
                            List.of("EHLO b.org", "MAIL FROM:<ann@demo.test>"),
                            List.of(
                                    "RCPT TO:<ann@demo.test>",
                                    "RCPT TO:" + OUTSIDE,
                                    "DATA",
                                    "To: x@elsewhere.test",
                                    "Cc: x@elsewhere.test",
                                    "Resent-To: x@elsewhere.test",
                                    "."));
            assertThat(replies.get(4)).isEqualTo("550 5.7.1 relaying denied");
            assertThat(town.messages("ann")).hasSize(1);
            town.happen("nothing is queued");
        }
    }

    /// Whoever has logged in sends as themselves.
    @ParameterizedTest
    @CsvSource({"<ben@demo.test>", "<x@elsewhere.test>", "<ann@elsewhere.test>", "<Postmaster>"})
    void aUserSendsOutAsNobodyElse(String sender) {
        try (var town = new Town("submission", Town.settings(Map.of()))) {
            var replies =
                    converse(town, LOGIN, List.of("MAIL FROM:" + sender, "RCPT TO:" + OUTSIDE));
            assertThat(replies.get(4)).startsWith("235 ");
            assertThat(replies.get(5)).matches("5.*");
            assertThat(replies.get(6)).matches("503 .*");
            town.happen("nothing is queued");
        }
    }

    /// What all the others are kept from.
    @Test
    void aUserSendsOut() {
        try (var town = new Town("submission", Town.settings(Map.of()))) {
            converse(
                    town,
                    LOGIN,
                    List.of(
                            "MAIL FROM:<ann@demo.test>",
                            "RCPT TO:" + OUTSIDE,
                            "DATA",
                            "From: ann@demo.test",
                            "."));
            town.happen("queued for " + OUTSIDE);
        }
    }

    /// A login is over with what was said before TLS (RFC 3207 §4.2).
    @Test
    void aLoginDoesNotOutliveStartTls() {
        try (var town = new Town("submission", Town.settings(Map.of()))) {
            String replies =
                    Transcripts.takeTurns(
                            town::serve,
                            InetAddress.ofLiteral("127.0.0.1"),
                            List.of(
                                    "EHLO b.org",
                                    "AUTH PLAIN AGFubkBkZW1vLnRlc3QAc2VjcmV0LWFubg==",
                                    "STARTTLS",
                                    "EHLO b.org",
                                    "MAIL FROM:<ann@demo.test>"));
            assertThat(replies).contains("235 ").endsWith("530 5.7.0 a login comes first\r\n");
        }
    }

    private static void assertNothingGoesOut(String role, List<String> path, String form) {
        Town town = Objects.requireNonNull(TOWNS.get(role));
        var replies =
                converse(town, path, List.of("RCPT TO:" + form, "DATA", "BDAT 0 LAST", "QUIT"));
        var last = replies.subList(replies.size() - 4, replies.size());
        assertThat(last.get(0)).matches("5\\d\\d 5\\..*");
        assertThat(last.get(1)).matches("503 5\\.5\\.1 .*");
        assertThat(last.get(2)).matches("503 5\\.5\\.1 .*");
        assertThat(last.get(3)).matches("221 .*");
        assertThat(town.messages("ann")).isEmpty();
        assertThat(town.messages("ben")).isEmpty();
        town.happen("nothing is queued");
    }

    /// @return the last line of each reply
    private static List<String> converse(Town town, List<String> path, List<String> then) {
        var lines = new ArrayList<>(path);
        lines.addAll(then);
        return Arrays.stream(Transcripts.takeTurns(town::serve, STRANGER, lines).split("\r\n"))
                .filter(line -> line.matches("\\d\\d\\d .*"))
                .toList();
    }
}
