package posthouse.mime;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Any octets have a structure that agrees with them, however they come, and an envelope.
class ScannerFuzz {
    @FuzzTest
    void findsAStructure(byte[] octets) {
        Bytes message = Bytes.wrap(octets);
        int headerSize = Agreement.headerSize(message);
        Structure structure = Agreement.check(message);
        var scanner = new Scanner(message.slice(0, headerSize));
        for (int at = headerSize; at < octets.length; at++) {
            scanner.push(octets, at, 1);
        }
        if (!scanner.finish().equals(structure.encoded())) {
            throw new AssertionError("octets one by one have another structure");
        }
        var headers = Headers.parse(message.slice(0, headerSize));
        if (ImapList.read(Envelope.of(headers)).size() != 10) {
            throw new AssertionError("an envelope has ten members");
        }
        for (HeaderField field : headers.fields()) {
            var _ = EncodedWords.decode(field.value());
        }
        for (TransferEncoding encoding : TransferEncoding.values()) {
            var _ = encoding.decode(octets);
        }
    }
}
