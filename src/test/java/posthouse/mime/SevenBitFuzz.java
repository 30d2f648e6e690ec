package posthouse.mime;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Any octets become 7-bit and mean the same, or it is said why not.
class SevenBitFuzz {
    @FuzzTest
    void staysTheSame(byte[] octets) {
        var _ = Sameness.check(Bytes.wrap(octets));
    }
}
