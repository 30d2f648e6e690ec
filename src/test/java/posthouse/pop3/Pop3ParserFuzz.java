package posthouse.pop3;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Anything that a client may send as a line is a command or a [SyntaxError].
class Pop3ParserFuzz {
    @FuzzTest
    void parsesOrRefuses(byte[] line) {
        try {
            var _ = Pop3Parser.parse(Bytes.wrap(line));
        } catch (SyntaxError _) {
            // that is an answer, too
        }
    }
}
