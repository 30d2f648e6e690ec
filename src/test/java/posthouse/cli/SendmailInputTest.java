package posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;
import posthouse.mime.AddressItem;

class SendmailInputTest {
    private static SendmailInput read(String text, boolean dotEnds) throws IOException {
        return SendmailInput.read(
                new java.io.ByteArrayInputStream(Bytes.utf8(text).toArray()), dotEnds);
    }

    private static String octets(String text, boolean dotEnds) throws IOException {
        return read(text, dotEnds).message().utf8();
    }

    @Test
    void endsAllLinesWithCrlf() throws IOException {
        assertThat(octets("A: b\n\nx\r\ny\rz\r\n\r\r\nend", false))
                .isEqualTo("A: b\r\n\r\nx\r\ny\r\nz\r\n\r\n\r\nend\r\n");
        assertThat(octets("", true)).isEqualTo("\r\n");
    }

    @Test
    void endsAtALoneDotUnlessTold() throws IOException {
        assertThat(octets("A: b\n\n..\n.\nnot this\n", true)).isEqualTo("A: b\r\n\r\n..\r\n");
        assertThat(octets("A: b\n\n.\nthis\n", false)).isEqualTo("A: b\r\n\r\n.\r\nthis\r\n");
    }

    @Test
    void takesTextWithoutAHeader() throws IOException {
        assertThat(octets("just text\n", true)).isEqualTo("\r\njust text\r\n");
        assertThat(octets("From ann Sat Nov 28\nA: b\n\nx", true)).isEqualTo("A: b\r\n\r\nx\r\n");
        assertThat(octets("\nFrom here\n", true)).isEqualTo("\r\nFrom here\r\n");
    }

    @Test
    void findsRecipientsInTheHeader() throws IOException {
        assertThat(
                        read(
                                        "To: \"A, B\" <a@x.test>, root\n (c)\nCc: g: b@x.test;\n"
                                                + "Bcc: ö@x.test\n\nTo: no@x.test\n",
                                        true)
                                .recipients())
                .containsExactly("a@x.test", "root", "b@x.test", "ö@x.test");
        assertThat(read("To: a@x.test\nResent-To: b@x.test\nCc: c@x.test\n\n", true).recipients())
                .containsExactly("b@x.test");
    }

    @Test
    void saysWhoWroteIt() throws IOException {
        assertThat(read("A: b\n\n", true).from("", "a@x.test").message().utf8())
                .startsWith("From: a@x.test\r\nA: b\r\n");
        assertThat(read("A: b\n\n", true).from("Ann \"B\" (c)", "a@x.test").message().utf8())
                .startsWith("From: \"Ann \\\"B\\\" (c)\" <a@x.test>\r\n");
        assertThat(read("A: b\n\n", true).from("Jörg\nBcc: x@y", "a@x.test").message().latin1())
                .startsWith("From: =?utf-8?B?");
        assertThat(read("A: b\nfrom: me\n x\n\nt\n", true).from("Ann", "a@x.test").message().utf8())
                .isEqualTo("From: Ann <a@x.test>\r\nA: b\r\n\r\nt\r\n");
    }

    @Test
    void knowsAnAuthorWithoutDomain() throws IOException {
        var cron = read("From: root (Cron Daemon)\n\n", true).authorWithoutDomain();
        assertThat(cron).contains(new AddressItem.Mailbox("Cron Daemon", "", "root", ""));
        for (String from : List.of("ann@x.test", "ann, ben", "g: ann;", "")) {
            assertThat(read("From: " + from + "\n\n", true).authorWithoutDomain()).isEmpty();
        }
        assertThat(read("A: b\n\n", true).hasFrom()).isFalse();
        assertThat(read("from: b\n\n", true).hasFrom()).isTrue();
    }

    @Test
    void refusesWhatIsNoMail() {
        var endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }

                    @Override
                    public int read(byte[] target, int from, int count) {
                        Arrays.fill(target, from, from + count, (byte) 'x');
                        return count;
                    }
                };
        assertThatThrownBy(() -> SendmailInput.read(endless, true))
                .isInstanceOf(SendmailInput.TooLong.class)
                .hasMessageContaining("134217728");
    }
}
