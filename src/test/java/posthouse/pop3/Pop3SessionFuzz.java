package posthouse.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;
import posthouse.net.Transcripts;

/// Whatever a client sends, before and after it has logged in, it is answered, never by a failure
/// of ours, and the session ends when the client does.
class Pop3SessionFuzz {
    private static final Bytes LOGIN = Bytes.latin1("USER markh\r\nPASS secret\r\n");

    @FuzzTest
    void beforeLogin(byte[] said) {
        check(Bytes.wrap(said));
    }

    @FuzzTest
    void afterLogin(byte[] said) {
        check(LOGIN.plus(Bytes.wrap(said)));
    }

    private static void check(Bytes said) {
        try (var office = new PostOffice(PostOffice.settings())) {
            office.receive(Bytes.latin1("Subject: x\r\n\r\n.\r\n"));
            office.receive(Bytes.latin1(PostOffice.message("an open end")));
            String answers = Transcripts.converse(office.service(), said);
            assertThat(answers)
                    .startsWith("+OK ")
                    .endsWith("\r\n")
                    .doesNotContain("that failed here", "nothing was deleted");
        }
    }
}
