package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;
import posthouse.mime.Structure;

/// What is known of a message besides its octets: a row in `M/<account>/<id ÷ 2^36>`, its key the
/// id.
///
/// Octets: format 2; header body and content body (varints, 0: empty); octets of the header section
/// and of the content (varints); SHA-256 of the message as received (32 octets); Message-ID (text,
/// may be empty); References (varint count, texts, oldest first), both without angle brackets;
/// ENVELOPE and the structure (lengths, octets), see [Structure], whose first octet is the version
/// of both. Format 1 ends before ENVELOPE: such a message is scanned when it is first asked for its
/// structure.
///
/// @param envelope empty where it is larger than [#ENVELOPE_OCTETS_MAX]: it is made anew each time
/// @param structure empty where it is not known, and [Structure#NOT_KEPT] where it is larger than
///   [#STRUCTURE_OCTETS_MAX]: the message is scanned each time
record Meta(
        long headerBody,
        long contentBody,
        long headerSize,
        long contentSize,
        Bytes hash,
        String messageId,
        List<String> references,
        Bytes envelope,
        Bytes structure) {
    /// Octets of an ENVELOPE that is kept.
    static final int ENVELOPE_OCTETS_MAX = 6 * 1024;

    /// Octets of a structure that is kept.
    static final int STRUCTURE_OCTETS_MAX = 36 * 1024;

    private static final int FIRST_FORMAT = 1;
    private static final int FORMAT = 2;
    private static final int HASH_OCTETS = 32;

    Bytes encode() {
        var out =
                new BytesBuilder(128)
                        .octet(FORMAT)
                        .varint(headerBody)
                        .varint(contentBody)
                        .varint(headerSize)
                        .varint(contentSize)
                        .append(hash)
                        .text(messageId)
                        .varint(references.size());
        references.forEach(out::text);
        return out.sized(envelope).sized(structure).build();
    }

    /// Whether envelope and structure, where they are kept, are what a scan would give now.
    boolean isScanned() {
        return Structure.isCurrent(structure);
    }

    boolean keepsStructure() {
        return isScanned() && !structure.equals(Structure.NOT_KEPT);
    }

    Meta scanned(Bytes newEnvelope, Bytes newStructure) {
        return new Meta(
                headerBody,
                contentBody,
                headerSize,
                contentSize,
                hash,
                messageId,
                references,
                keptEnvelope(newEnvelope),
                keptStructure(newStructure));
    }

    /// An ENVELOPE that is small enough to be kept, or nothing.
    static Bytes keptEnvelope(Bytes envelope) {
        return envelope.length() <= ENVELOPE_OCTETS_MAX ? envelope : Bytes.EMPTY;
    }

    /// A structure that is small enough to be kept, or that it is not.
    static Bytes keptStructure(Bytes structure) {
        return structure.length() <= STRUCTURE_OCTETS_MAX ? structure : Structure.NOT_KEPT;
    }

    static Meta decode(Bytes row) {
        var in = new BytesReader(row);
        boolean first = Format.check(in, FIRST_FORMAT, FORMAT) == FIRST_FORMAT;
        long headerBody = in.varint();
        long contentBody = in.varint();
        long headerSize = in.varint();
        long contentSize = in.varint();
        Bytes hash = in.take(HASH_OCTETS);
        String messageId = in.text();
        var references = new ArrayList<String>();
        for (int left = in.smallVarint(); left > 0; left--) {
            references.add(in.text());
        }
        Bytes envelope = first ? Bytes.EMPTY : in.sized();
        Bytes structure = first ? Bytes.EMPTY : in.sized();
        Format.checkEnd(in);
        return new Meta(
                headerBody,
                contentBody,
                headerSize,
                contentSize,
                hash,
                messageId,
                references,
                envelope,
                structure);
    }
}
