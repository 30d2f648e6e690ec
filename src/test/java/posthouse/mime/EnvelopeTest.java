package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

class EnvelopeTest {
    private static String envelope(String... lines) {
        Bytes octets = Envelope.of(Headers.parse(Bytes.latin1(String.join("\r\n", lines))));
        assertThat(ImapList.read(octets)).hasSize(10);
        return octets.latin1();
    }

    @Test
    void givesTheExampleOfTheRfc() {
        // RFC 9051 §8 and RFC 3501 §8.
        assertThat(
                        envelope(
                                "Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)",
                                "From: Terry Gray <gray@cac.washington.edu>",
                                "Subject: IMAP4rev2 WG mtg summary and minutes",
                                "To: imap@cac.washington.edu",
                                "cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>",
                                "Message-Id: <B27397-0100000@cac.washington.edu>",
                                "MIME-Version: 1.0"))
                .isEqualTo(
                        """
                        ("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" \
                        "IMAP4rev2 WG mtg summary and minutes" \
                        (("Terry Gray" NIL "gray" "cac.washington.edu")) \
                        (("Terry Gray" NIL "gray" "cac.washington.edu")) \
                        (("Terry Gray" NIL "gray" "cac.washington.edu")) \
                        ((NIL NIL "imap" "cac.washington.edu")) \
                        ((NIL NIL "minutes" "CNRI.Reston.VA.US")\
                        ("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL \
                        "<B27397-0100000@cac.washington.edu>")\
                        """);
    }

    @Test
    void tellsWhatIsNotThereFromWhatIsEmpty() {
        assertThat(envelope("Subject:", "To: ", "In-Reply-To:  ", ""))
                .isEqualTo("(NIL \"\" NIL NIL NIL NIL NIL NIL \"\" NIL)");
        assertThat(envelope("")).isEqualTo("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
    }

    @Test
    void takesFromWhereSenderOrReplyToIsEmpty() {
        assertThat(envelope("From: a@b", "Sender: ", "Reply-To: c@d"))
                .isEqualTo(
                        """
                        (NIL NIL ((NIL NIL "a" "b")) ((NIL NIL "a" "b")) ((NIL NIL "c" "d")) \
                        NIL NIL NIL NIL NIL)\
                        """);
    }

    @Test
    void marksGroupsAtBothEnds() {
        assertThat(envelope("To: A Group: Ed <ed@x>, joe@y;, undisclosed-recipients:;"))
                .contains(
                        """
                        ((NIL NIL "A Group" NIL)("Ed" NIL "ed" "x")(NIL NIL "joe" "y")\
                        (NIL NIL NIL NIL)(NIL NIL "undisclosed-recipients" NIL)(NIL NIL NIL NIL))\
                        """);
        assertThat(envelope("To: open: a@b"))
                .contains("((NIL NIL \"open\" NIL)(NIL NIL \"a\" \"b\")(NIL NIL NIL NIL))");
    }

    @Test
    void readsAFirstFieldBehindWhiteSpace() {
        assertThat(envelope(" From: a@b", "Subject: x")).contains("\"x\" ((NIL NIL \"a\" \"b\"))");
    }

    @Test
    void neverTakesAnAddressWithoutDomainForAGroup() {
        assertThat(envelope("From: root", "To: Daemon <>"))
                .contains("((NIL NIL \"root\" \"\"))")
                .contains("((\"Daemon\" NIL \"\" \"\"))");
    }

    @Test
    void leavesTextAsItStandsButUnfolded() {
        assertThat(envelope("Subject: =?utf-8?q?a?=", "\tb \"c\" \\"))
                .contains("\"=?utf-8?q?a?=\tb \\\"c\\\" \\\\\"");
    }

    @Test
    void writesWhatIsNotAsciiAsALiteral() {
        assertThat(envelope("Subject: \u00c3\u00bc", "From: \u00fc <\u00fc@\u00fc>"))
                .contains(
                        "(NIL {2}\r\n"
                                + "\u00c3\u00bc (({1}\r\n"
                                + "\u00fc NIL {1}\r\n"
                                + "\u00fc {1}\r\n"
                                + "\u00fc))");
    }

    @Test
    void takesTheFirstOfRepeatedTextsAndAllAddresses() {
        // RFC 7103 §7.5.1
        assertThat(envelope("Subject: one", "Subject: two", "To: a@b", "To: c@d"))
                .contains("\"one\"")
                .doesNotContain("two")
                .contains("((NIL NIL \"a\" \"b\")(NIL NIL \"c\" \"d\"))");
    }

    @Test
    void obeysTheGrammarWhateverTheHeaderSays() {
        Seeds.each(
                3_000,
                random -> {
                    var text = new StringBuilder();
                    String from = "<>@,;:\"()[]\\ \t.ab\r\n\u00e9\0=?-";
                    String names = "Date:Subject:From:To:Cc:Reply-To:In-Reply-To:Message-ID:";
                    for (int i = random.nextInt(6); i > 0; i--) {
                        text.append(names.split(":")[random.nextInt(8)]).append(": ");
                        for (int length = random.nextInt(40); length > 0; length--) {
                            text.append(from.charAt(random.nextInt(from.length())));
                        }
                        text.append("\r\n");
                    }
                    var headers = Headers.parse(Bytes.latin1(text.toString()));
                    assertThat(ImapList.read(Envelope.of(headers))).hasSize(10);
                    assertThat(ImapList.read(Envelope.inner(headers))).hasSize(10);
                });
    }

    @Test
    void isShorterWithinAMessage() {
        var headers =
                Headers.parse(
                        Bytes.latin1(
                                "Subject: "
                                        + "x".repeat(9_000)
                                        + "\r\nTo: g: "
                                        + "a@b, ".repeat(1_000)
                                        + ";\r\n\r\n"));
        Bytes inner = Envelope.inner(headers);
        assertThat(ImapList.read(inner)).hasSize(10);
        assertThat(inner.length())
                .isLessThan(Envelope.INNER_LIST_OCTETS_MAX + Envelope.INNER_TEXT_OCTETS_MAX + 200);
        assertThat(Envelope.of(headers).length()).isGreaterThan(20_000);
    }
}
