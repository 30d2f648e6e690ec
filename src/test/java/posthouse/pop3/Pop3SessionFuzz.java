package posthouse.pop3;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;
import posthouse.net.Transcripts;

/// Whatever a client sends, before and after it has logged in, it gets an answer and the session
/// ends when the client does.
class Pop3SessionFuzz {
    @FuzzTest
    void survivesAnyClient(byte[] sent) {
        try (var office = new PostOffice(PostOffice.settings())) {
            office.receive(Bytes.latin1("Subject: x\r\n\r\n.\r\n"));
            String line = Bytes.wrap(sent).latin1();
            var _ = Transcripts.converse(office.service(), line);
            var _ = Transcripts.converse(office.service(), "USER markh", "PASS secret", line);
        }
    }
}
