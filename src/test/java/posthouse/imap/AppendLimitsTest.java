package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

/// What one APPEND takes at most (RFC 3502 sets no limit).
class AppendLimitsTest {
    @Test
    void asManyMessagesAsTheLimitSays() {
        assertThat(append(ImapLimits.APPENDED_MAX, "a\r\n"))
                .contains("c OK [APPENDUID ")
                .contains(" 4:" + (3 + ImapLimits.APPENDED_MAX) + "] appended");
        assertThat(append(ImapLimits.APPENDED_MAX + 1, "a\r\n"))
                .contains("c NO [LIMIT] at most 1000 messages are appended at once")
                .contains("STATUS INBOX (MESSAGES 3)");
    }

    @Test
    void headerSectionsThatFitIntoMemory() {
        String header = "A: " + "b".repeat(800_000) + "\r\n\r\n";
        int fit = (int) (ImapLimits.APPENDED_HEADERS_MAX / header.length());
        assertThat(append(fit, header)).contains("c OK [APPENDUID ");
        assertThat(append(fit + 2, header))
                .contains("c NO [LIMIT] messages appended at once have header sections of")
                .contains("STATUS INBOX (MESSAGES 3)");
    }

    /// The last ones have keywords of their own, and a mailbox has not so many.
    @Test
    void whatIsRefusedInALaterCommitTakesAllBack() {
        var said = new StringBuilder("c APPEND INBOX");
        for (int n = -300; n < 300; n++) {
            said.append(n < 0 ? "" : " (k" + n + ")").append(" {3+}\r\na\r\n");
        }
        said.append("\r\nd STATUS INBOX (MESSAGES)\r\n");

        assertThat(Babble.check(Babble.LOGIN, Bytes.latin1(said.toString())))
                .contains("c NO [LIMIT] ")
                .contains("STATUS INBOX (MESSAGES 3)");
    }

    private static String append(int count, String message) {
        String one = " {" + message.length() + "+}\r\n" + message;
        return Babble.check(
                Babble.LOGIN,
                Bytes.latin1(
                        "c APPEND INBOX" + one.repeat(count) + "\r\nd STATUS INBOX (MESSAGES)\r\n"),
                1_000_000);
    }
}
