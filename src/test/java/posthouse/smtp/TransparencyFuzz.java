package posthouse.smtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// Whatever comes behind DATA ends at the first CRLF.CRLF and nowhere else, however it is cut, and
/// is what the sender had before it doubled its dots.
class TransparencyFuzz {
    @FuzzTest
    void endsWhereItShould(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int piece = 1 + (input[0] & 15);
        byte[] octets = Bytes.wrap(input).slice(1).toArray();
        var transparency = new Transparency();
        var decoded = new BytesBuilder();
        int at = 0;
        while (at < octets.length && !transparency.ended()) {
            byte[] part = Bytes.copyOf(octets, at, Math.min(piece, octets.length - at)).toArray();
            int count = transparency.decode(part, 0, part.length);
            decoded.append(Bytes.wrap(part, 0, count));
            at += transparency.consumed();
        }
        String sent = "\r\n" + Bytes.wrap(octets).latin1();
        int end = sent.indexOf("\r\n.\r\n");
        if (transparency.ended() != end >= 0 || end >= 0 && at != end + 3) {
            throw new AssertionError("ended at " + at + ", should have at " + (end + 3));
        }
        if (end >= 0) {
            isMeant(sent.substring(0, end + 2), transparency, decoded.build().latin1());
        }
    }

    private static void isMeant(String sent, Transparency transparency, String decoded) {
        String bare = sent.replace("\r\n", "");
        boolean broken = bare.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0);
        if (transparency.broken() != broken) {
            throw new AssertionError(broken ? "not seen to be broken" : "broken without reason");
        }
        String meant = sent.replace("\r\n.", "\r\n").substring(2);
        if (!broken && !decoded.equals(meant)) {
            throw new AssertionError("decoded as " + decoded + " and not " + meant);
        }
    }
}
