package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

class SubmittedHeaderTest {
    private static final String ADDED_ALL = "Message-ID: <1@x>\r\nDate: D\r\nFrom: ann@a.org\r\n";

    @Test
    void addsWhatIsMissing() {
        assertThat(completed("Subject: Hi\r\n\r\n")).isEqualTo(ADDED_ALL + "Subject: Hi\r\n\r\n");
        assertThat(completed("date: x\r\nFROM: b\r\n\r\n"))
                .isEqualTo("Message-ID: <1@x>\r\ndate: x\r\nFROM: b\r\n\r\n");
    }

    @Test
    void takesBccAndReturnPathAway() {
        assertThat(
                        completed(
                                "From: a\r\n"
                                        + "Bcc: x,\r\n"
                                        + " y\r\n"
                                        + "To: z\r\n"
                                        + "RESENT-BCC: x\r\n"
                                        + "Return-Path: <a>\r\n"
                                        + "Date: x\r\n"
                                        + "Message-ID: <2@x>\r\n"
                                        + "bcc:\r\n\r\n"))
                .isEqualTo("From: a\r\nTo: z\r\nDate: x\r\nMessage-ID: <2@x>\r\n\r\n");
    }

    @Test
    void leavesAloneWhatIsWhole() {
        Bytes whole = Bytes.latin1("From: a\r\nDate: x\r\nMessage-ID: <2@x>\r\nX:\r\n y\r\n\r\n");
        assertThat(new SubmittedHeader(whole).completed("f", "d", "m")).isSameAs(whole);
    }

    @Test
    void mendsWhatIsHardlyAMessage() {
        assertThat(completed("")).isEqualTo(ADDED_ALL);
        assertThat(completed("\r\n")).isEqualTo(ADDED_ALL + "\r\n");
        assertThat(completed("Hello there\r\n")).isEqualTo(ADDED_ALL + "Hello there\r\n");
    }

    @Test
    void findsAllAuthors() throws SubmittedHeader.Unreadable {
        assertThat(header("From: a@b.org\r\nfrom: C <c@d.org>\r\n\r\n").authors())
                .extracting(Object::toString)
                .containsExactly("a@b.org", "c@d.org");
        assertThat(header("To: x@y.org\r\n\r\n").authors()).isEmpty();
        assertThatExceptionOfType(SubmittedHeader.Unreadable.class)
                .isThrownBy(() -> header("From: a@b.org\r\nFrom: \r\n\r\n").authors());
    }

    private static String completed(String section) {
        return header(section).completed("ann@a.org", "D", "<1@x>").latin1();
    }

    private static SubmittedHeader header(String section) {
        return new SubmittedHeader(Bytes.latin1(section));
    }
}
