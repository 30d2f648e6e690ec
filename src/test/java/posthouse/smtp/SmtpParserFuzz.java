package posthouse.smtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Anything that a client may send as a line is a command, which is written as it would be read
/// again, or an [SmtpSyntaxError].
class SmtpParserFuzz {
    @FuzzTest
    void parsesOrRefuses(byte[] line) {
        SmtpCommand command;
        try {
            command = SmtpParser.parse(Bytes.wrap(line));
        } catch (SmtpSyntaxError _) {
            return; // that is an answer, too
        }
        Bytes written = SmtpWriter.line(command);
        try {
            SmtpCommand again = SmtpParser.parse(written.slice(0, written.length() - 2));
            if (!again.equals(command)) {
                throw new AssertionError(command + " was read as " + again);
            }
        } catch (SmtpSyntaxError error) {
            throw new AssertionError(written + " was refused", error);
        }
    }
}
