package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

class ComparisonTest {
    private static final Map<FieldReason, String> FIELDS =
            new EnumMap<>(
                    Map.ofEntries(
                            Map.entry(FieldReason.BARE_CR, "a: <b@x.test>\rDate: <c@x.test>"),
                            Map.entry(FieldReason.SHORTENED, "a@x.test, ".repeat(500) + "b@x.test"),
                            Map.entry(FieldReason.NAME_IN_COMMENT, "ann@x.test (Ann)"),
                            Map.entry(FieldReason.QUOTES_IN_COMMENT, "ann@x.test (\"Ann\")"),
                            Map.entry(FieldReason.CHARSET, "J\u00f6rg <j@x.test>"),
                            Map.entry(FieldReason.UNPADDED_BASE64, "=?utf-8?B?eHB0bw?= <a@x.test>"),
                            Map.entry(
                                    FieldReason.BLANK_IN_WORD,
                                    "=?iso-8859-1?Q? Ann=20Lee?= <a@x.test>"),
                            Map.entry(FieldReason.ADDRESS_AS_NAME, "a@x.test <b@y.test>"),
                            Map.entry(FieldReason.WORDS_BEFORE_ADDRESS, "Big Bug bb@x.test"),
                            Map.entry(
                                    FieldReason.COLON_BEHIND_BRACKET,
                                    "\"Ann\" <a@x.test>:<b@y.test>"),
                            Map.entry(FieldReason.GROUP_IN_BRACKETS, "<nobody:@x.test;>"),
                            Map.entry(FieldReason.BACKSLASH, "\"a\\b\" <c@x.test>"),
                            Map.entry(FieldReason.QUOTES_IN_QUOTES, "\"\" Ann \" Lee\" <a@x.test>"),
                            Map.entry(FieldReason.COMMENT_DROPPED, "Ann (Request) <a@x.test>"),
                            Map.entry(FieldReason.OBSOLETE_ADDRESS, "<@m.test:a@x.test>"),
                            Map.entry(FieldReason.OPEN_BRACKET, "<a@x.test"),
                            Map.entry(FieldReason.NO_COMMA, "Ann <a@x.test> Bob <b@y.test>")));

    private static final String MIXED = "Content-Type: multipart/mixed; boundary=x\r\n\r\n";
    private static final Map<PartReason, String> PARTS =
            new EnumMap<>(
                    Map.of(
                            PartReason.NO_PART_BEGINS,
                            "Content-Type: multipart/mixed\r\n\r\ntext\r\n",
                            PartReason.EQUAL_BOUNDARIES,
                            MIXED
                                    + "--x\r\n"
                                    + MIXED
                                    + "--x\r\n\r\na\r\n--x--\r\n--x\r\n\r\nb\r\n--x--\r\n",
                            PartReason.BOUNDARY_AT_END,
                            MIXED + "--x\r\n\r\na\r\n--x\r\n\r\nb\r\n--x",
                            PartReason.TYPE_NOT_BY_GRAMMAR,
                            "Content-Type: text/html charset=utf-8\r\n\r\na",
                            PartReason.MESSAGE_GLOBAL,
                            "Content-Type: message/global\r\n\r\nSubject: a\r\n\r\nb\r\n",
                            PartReason.PART_OF_DIGEST,
                            "Content-Type: multipart/digest; boundary=x\r\n\r\n"
                                    + "--x\r\n\r\nSubject: a\r\n\r\nb\r\n--x--\r\n",
                            PartReason.EMPTY_PART,
                            MIXED + "--x\r\n\r\na\r\n--x\r\n--x\r\n\r\nb\r\n--x--\r\n",
                            PartReason.HEADER_WITHOUT_END,
                            MIXED + "--x\r\n\r\na\r\n--x\r\nContent-Type: text/html\r\n",
                            PartReason.EMPTY_BODY_AT_END,
                            MIXED
                                    + "--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n"
                                    + "--y\r\nContent-Type: text/html\r\n\r\n--x--\r\n",
                            PartReason.BARE_CR,
                            "Subject: a\r\rb\rc"));

    private static List<String> reasons(String mail) throws Exception {
        return Comparison.of(Bytes.latin1(mail)).stream()
                .map(Comparison.Finding::reason)
                .distinct()
                .toList();
    }

    @Test
    void givesEveryReasonOfAFieldForAnExampleOfIt() throws Exception {
        for (FieldReason reason : FieldReason.values()) {
            String field = "From: " + FIELDS.get(reason) + "\r\n\r\ntext";
            String mail = "Content-Type: message/rfc822\r\n\r\n" + field;
            assertThat(reasons(mail)).as(reason.name()).contains(reason.name()).doesNotContain("");
        }
    }

    @Test
    void givesEveryReasonOfAPartForAnExampleOfIt() throws Exception {
        for (PartReason reason : PartReason.values()) {
            assertThat(reasons(Objects.requireNonNull(PARTS.get(reason))))
                    .as(reason.name())
                    .contains(reason.name())
                    .doesNotContain("");
        }
    }

    @Test
    void findsNothingInOrdinaryMail() throws Exception {
        assertThat(
                        reasons(
                                "Date: Tue, 3 Nov 2026 08:07:06 +0000\r\n"
                                        + "Subject: =?utf-8?q?a?=\r\n"
                                        + " b\r\n"
                                        + "From: Ann Lee <ann@x.test>\r\n"
                                        + "To: Team: bob@x.test, \"C\" <c@x.test>;, d@x.test\r\n"
                                        + "Cc:\r\n"
                                        + "In-Reply-To: <1@x.test>\r\n"
                                        + "Message-ID: <2@x.test>\r\n"
                                        + MIXED
                                        + "--x\r\n\r\n"
                                        + "a\r\n"
                                        + "--x\r\n"
                                        + "Content-Type: message/rfc822\r\n\r\n"
                                        + "Subject: b\r\n\r\n"
                                        + "c\r\n"
                                        + "--x--\r\n"))
                .isEmpty();
    }

    @Test
    void findsEachWrongMemberOfAnEnvelope() throws Exception {
        var right = new StringBuilder();
        for (String name : Comparison.ENVELOPE) {
            right.append(name).append(": ").append(name).append("@x.test\r\n");
        }
        Bytes mail = Bytes.latin1(right + "\r\n");
        Structure structure = Agreement.check(mail);
        for (String name : Comparison.ENVELOPE) {
            String wrong = right.toString().replace(": " + name + "@", ": other@");
            Bytes envelope = Envelope.of(Headers.parse(Bytes.latin1(wrong)));
            assertThat(Comparison.of(mail, structure, envelope))
                    .extracting(Comparison.Finding::what, Comparison.Finding::reason)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(name, ""));
        }
    }

    @Test
    void findsAWrongEnvelopeWithin() throws Exception {
        String mail = "Content-Type: message/rfc822\r\n\r\nSubject: a\r\nFrom: a@x.test\r\n\r\n";
        Structure other = Agreement.check(Bytes.latin1(mail.replace("a@x.test", "b@x.test")));
        assertThat(Comparison.of(Bytes.latin1(mail), other, Envelope.of(new Headers(List.of()))))
                .extracting(Comparison.Finding::what, Comparison.Finding::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("From", ""),
                        org.assertj.core.groups.Tuple.tuple("Sender", ""),
                        org.assertj.core.groups.Tuple.tuple("Reply-To", ""));
    }
}
