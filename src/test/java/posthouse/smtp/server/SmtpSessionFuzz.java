package posthouse.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import posthouse.bytes.Bytes;
import posthouse.net.Transcripts;
import posthouse.smtp.SmtpWriter;

/// Whatever a client sends, in each role and state: it is answered in replies that are ones, never
/// by a failure of ours, and no message gets in that another server would read otherwise.
class SmtpSessionFuzz {
    private static final Pattern REPLY_LINE = Pattern.compile("[2-5][0-9][0-9][ -][ -~]*");
    private static final Pattern BARE = Pattern.compile("\r(?!\n)|(?<!\r)\n|\0");
    private static final String TO_ANN = "MAIL FROM:<x@example.org>\r\nRCPT TO:<ann@demo.test>\r\n";

    /// Setting a password takes long, so this town lives on; all may be sent that there is time
    /// for.
    private static final Town SUBMISSION =
            new Town(
                    "submission", Town.settings(Map.of("smtp.recipients-per-day-max", "10000000")));

    @FuzzTest
    void receives(byte[] said) {
        check("receive", "", said);
    }

    @FuzzTest
    void receivesData(byte[] said) {
        check("receive", "EHLO x\r\n" + TO_ANN + "DATA\r\n", said);
    }

    @FuzzTest
    void receivesChunks(byte[] said) {
        check("receive", "EHLO x\r\n" + TO_ANN + "BDAT ", said);
    }

    @FuzzTest
    void delivers(byte[] said) {
        check("lmtp", "LHLO x\r\n" + TO_ANN, said);
    }

    @FuzzTest
    void logsIn(byte[] said) {
        answers(SUBMISSION, Bytes.latin1("EHLO x\r\n").plus(Bytes.wrap(said)));
    }

    private static void check(String role, String before, byte[] said) {
        try (var town = new Town(role, Town.settings(Map.of("smtp.message-size-max", "64KiB")))) {
            answers(town, Bytes.latin1(before).plus(Bytes.wrap(said)));
            for (String name : List.of("ann", "ben")) {
                assertThat(town.messages(name)).noneMatch(message -> BARE.matcher(message).find());
            }
        }
    }

    private static void answers(Town town, Bytes said) {
        String answers = Transcripts.converse(town::serve, said);
        assertThat(answers).startsWith("220 ").endsWith("\r\n");
        for (String line : answers.split("\r\n")) {
            assertThat(line).matches(REPLY_LINE).doesNotStartWith("451 4.3.0");
            assertThat(line.length()).isLessThanOrEqualTo(SmtpWriter.REPLY_LINE_OCTETS_MAX - 2);
        }
    }
}
