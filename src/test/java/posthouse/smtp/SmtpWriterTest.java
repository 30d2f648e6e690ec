package posthouse.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

class SmtpWriterTest {
    @Test
    void writesTheEnhancedCodeOnEachLine() {
        assertThat(written(new SmtpReply(550, "5.1.1", List.of("one", "two"))))
                .isEqualTo("550-5.1.1 one\r\n550 5.1.1 two\r\n");
        assertThat(written(SmtpReply.plain(354, "go ahead"))).isEqualTo("354 go ahead\r\n");
    }

    @Test
    void keepsALineALine() {
        assertThat(written(SmtpReply.of(250, "2.0.0", "a\r\n250 b\0")))
                .isEqualTo("250 2.0.0 a??250 b?\r\n");
        assertThat(written(SmtpReply.plain(250, "x".repeat(1000)))).hasSize(512).endsWith("x\r\n");
    }

    /// Two that a fuzzer found: xtext has no way to write what is beyond Latin-1, and an em space
    /// at the end of a line is not one that may be taken away.
    @Test
    void writesCommandsAsTheyAreRead() throws SmtpSyntaxError {
        for (String line : List.of("MAIL FROM:<a@b.example> AUTH=+41\u05bd", "VRFY a\u2003")) {
            var command = SmtpParser.parse(Bytes.utf8(line));
            Bytes again = SmtpWriter.line(command);
            assertThat(SmtpParser.parse(again.slice(0, again.length() - 2))).isEqualTo(command);
        }
    }

    private static String written(SmtpReply reply) {
        var out = new BytesBuilder();
        SmtpWriter.write(reply, out);
        return out.build().latin1();
    }
}
