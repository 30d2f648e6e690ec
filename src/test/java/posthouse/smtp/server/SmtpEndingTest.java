package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import posthouse.net.Transcripts;

/// How a conversation ends from our side.
class SmtpEndingTest {
    @Test
    void leavesNoSessionBehind() {
        try (var town = new Town("submission", Town.settings(Map.of()))) {
            String said =
                    Transcripts.converse(
                            town::serve,
                            "EHLO x",
                            "AUTH PLAIN AGFubkBkZW1vLnRlc3QAc2VjcmV0LWFubg==");
            assertThat(said).endsWith("235 2.7.0 welcome\r\n");
            assertThat(town.sessions.all()).isEmpty();
        }
    }
}
