package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthouse.net.Transcripts;

/// What is too long to be told in a transcript.
class SmtpLimitsTest {
    private final Town town = new Town("smtp", Town.settings(Map.of()));

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void refusesALongCommandAndGoesOn() {
        assertThat(lastReplies("NOOP " + "x".repeat(SmtpSession.COMMAND_OCTETS_MAX), "NOOP"))
                .containsExactly("500 5.5.2 line too long", "250 2.0.0 ok", "");
        assertThat(lastReplies("NOOP " + "x".repeat(1_000_000), "NOOP"))
                .containsExactly("500 5.5.2 line too long", "250 2.0.0 ok", "");
        assertThat(lastReplies("NOOP " + "x".repeat(SmtpSession.COMMAND_OCTETS_MAX - 5)))
                .containsExactly("250 2.0.0 ok", "");
    }

    @Test
    void refusesALargeHeaderSection() {
        assertThat(answerTo("X: " + "x".repeat(1024 * 1024) + "\r\n\r\nbody"))
                .startsWith("552 5.3.4 ");
        assertThat(town.messages("ann")).isEmpty();
    }

    @Test
    void takesLinesOfAnyLength() {
        assertThat(answerTo("Subject: Hi\r\n\r\n" + "x".repeat(2_000_000)))
                .startsWith("250 2.6.0 ");
        assertThat(town.newest("ann")).endsWith("xxx\r\n").hasSizeGreaterThan(2_000_000);
    }

    @Test
    void findsALoop() {
        assertThat(answerTo("Received: by x\r\n".repeat(100))).startsWith("250 2.6.0 ");
        assertThat(answerTo("Received: by x\r\n".repeat(101))).startsWith("554 5.4.6 ");
        assertThat(town.messages("ann")).hasSize(1);
    }

    @Test
    void endsAfterTooManyUnknownRecipients() {
        int max = SmtpSession.UNKNOWN_RECIPIENTS_MAX;
        var lines = new String[max + 3];
        lines[0] = "HELO b.org";
        lines[1] = "MAIL FROM:<a@b.org>";
        for (int i = 2; i < lines.length; i++) {
            lines[i] = "RCPT TO:<nobody" + i + "@demo.test>";
        }
        assertThat(Transcripts.converse(town::serve, lines).split("\r\n"))
                .hasSize(3 + max + 1)
                .endsWith("421 4.7.0 too many unknown recipients, closing");
    }

    private String answerTo(String message) {
        String[] answers =
                lastReplies(
                        "HELO b.org",
                        "MAIL FROM:<a@b.org>",
                        "RCPT TO:<ann@demo.test>",
                        "DATA",
                        message,
                        ".");
        return answers[4];
    }

    /// Without the greeting.
    private String[] lastReplies(String... lines) {
        String all = Transcripts.converse(town::serve, lines);
        return all.substring(all.indexOf('\n') + 1).split("\r\n", -1);
    }
}
