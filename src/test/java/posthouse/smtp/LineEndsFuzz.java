package posthouse.smtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// A message is broken by the same octets however it is cut.
class LineEndsFuzz {
    @FuzzTest
    void findsWhatIsBare(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int piece = 1 + (input[0] & 15);
        var lineEnds = new LineEnds();
        for (int at = 1; at < input.length; at += piece) {
            lineEnds.look(input, at, Math.min(at + piece, input.length));
        }
        String rest = Bytes.wrap(input).slice(1).latin1().replace("\r\n", "");
        boolean bare = rest.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0);
        if (lineEnds.brokenAtEnd() != bare) {
            throw new AssertionError(bare ? "not seen to be broken" : "broken without reason");
        }
    }
}
