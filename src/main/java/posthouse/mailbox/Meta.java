package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// What is known of a message besides its octets: a row in `M/<account>/<id ÷ 2^36>`, its key the
/// id.
///
/// Octets: format 1; header body and content body (varints, 0: empty); octets of the header section
/// and of the content (varints); SHA-256 of the message as received (32 octets); Message-ID (text,
/// may be empty); References (varint count, texts, oldest first), both without angle brackets.
record Meta(
        long headerBody,
        long contentBody,
        long headerSize,
        long contentSize,
        Bytes hash,
        String messageId,
        List<String> references) {
    private static final int FORMAT = 1;
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
        return out.build();
    }

    static Meta decode(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
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
        Format.checkEnd(in);
        return new Meta(
                headerBody, contentBody, headerSize, contentSize, hash, messageId, references);
    }
}
