package posthouse.smtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Whatever comes behind DATA ends at the first CRLF.CRLF and nowhere else, however it is cut.
class TransparencyFuzz {
    @FuzzTest
    void endsWhereItShould(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int piece = 1 + (input[0] & 15);
        byte[] octets = Bytes.wrap(input).slice(1).toArray();
        var transparency = new Transparency();
        int at = 0;
        while (at < octets.length && !transparency.ended()) {
            byte[] part = Bytes.copyOf(octets, at, Math.min(piece, octets.length - at)).toArray();
            var _ = transparency.decode(part, 0, part.length);
            at += transparency.consumed();
        }
        int end = ("\r\n" + Bytes.wrap(octets).latin1()).indexOf("\r\n.\r\n");
        if (transparency.ended() != end >= 0 || end >= 0 && at != end + 3) {
            throw new AssertionError("ended at " + at + ", should have at " + (end + 3));
        }
    }
}
