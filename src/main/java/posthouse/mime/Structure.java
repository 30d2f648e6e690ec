package posthouse.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// What a [Scanner] found: where each part lies, and BODYSTRUCTURE as finished octets.
///
/// Encoded, it is kept beside the message, and read only as far as it is asked. Octets: version;
/// BODYSTRUCTURE (varint length, octets); the number of its ranges that are no part of BODY
/// (varint), and of each its distance from the last one and its length (varints); then the parts,
/// outer before inner. A part: kind and, times four, encoding (octet); type, charset (texts);
/// distance of its header from the start of the body it is in, octets of the header, octets of the
/// body, lines (varints); number of parts (varint) and the parts. Of the message itself, distance
/// and header are 0: its header may grow (trace fields) without its parts moving.
public final class Structure {
    /// The scanner's version. A structure of another one is not read: the message is to be scanned
    /// again. To be raised with every change to what a scanner finds or an [Envelope] tells.
    public static final int VERSION = 2;

    /// What is kept of a structure that is too large to be kept: by which version there is one.
    public static final Bytes NOT_KEPT = Bytes.wrap(new byte[] {VERSION});

    private static final Part.Kind[] KINDS = Part.Kind.values();
    private static final TransferEncoding[] ENCODINGS = TransferEncoding.values();

    private final Bytes encoded;
    private final long headerSize;

    private Structure(Bytes encoded, long headerSize) {
        this.encoded = encoded;
        this.headerSize = headerSize;
    }

    static Bytes encode(Part message, BodyStructure finished) {
        var out = new BytesBuilder(finished.octets().length() + 64);
        out.octet(VERSION).sized(finished.octets()).varint(finished.extensions().size());
        int last = 0;
        for (BodyStructure.Range range : finished.extensions()) {
            out.varint(range.start() - last).varint(range.end() - range.start());
            last = range.end();
        }
        encode(out, message, message.bodyStart(), message.bodyStart());
        return out.build();
    }

    /// @param headerStart of the message itself its body's start
    private static void encode(BytesBuilder out, Part part, long base, long headerStart) {
        out.octet(part.kind().ordinal() | part.encoding().ordinal() << 2)
                .text(part.type())
                .text(part.charset())
                .varint(headerStart - base)
                .varint(part.bodyStart() - headerStart)
                .varint(part.bodySize())
                .varint(part.lines())
                .varint(part.parts().size());
        for (Part inner : part.parts()) {
            encode(out, inner, part.bodyStart(), inner.headerStart());
        }
    }

    /// Whether the octets are a structure of this version.
    public static boolean isCurrent(Bytes encoded) {
        return !encoded.isEmpty() && encoded.at(0) == VERSION;
    }

    /// A structure that is [#isCurrent].
    ///
    /// @param headerSize octets of the message's header section with the empty line, as it is now
    public static Structure decode(Bytes encoded, long headerSize) {
        if (!isCurrent(encoded)) {
            throw new BytesReader.Malformed("a structure of another version");
        }
        return new Structure(encoded, headerSize);
    }

    public Bytes encoded() {
        return encoded;
    }

    /// The value of FETCH BODYSTRUCTURE (RFC 9051 §7.5.2).
    public Bytes bodyStructure() {
        return reader().sized();
    }

    /// The value of FETCH BODY: the same without extension data.
    public Bytes body() {
        var in = reader();
        Bytes whole = in.sized();
        var out = new BytesBuilder(whole.length());
        int from = 0;
        for (int left = in.smallVarint(); left > 0; left--) {
            int to = from + in.smallVarint();
            out.append(whole.slice(from, to));
            from = to + in.smallVarint();
        }
        return out.append(whole.slice(from)).build();
    }

    private BytesReader reader() {
        var in = new BytesReader(encoded);
        in.octet();
        return in;
    }

    /// The message itself.
    public Part message() {
        var in = reader();
        in.sized();
        for (int left = in.smallVarint(); left > 0; left--) {
            in.varint();
            in.varint();
        }
        Part message = decode(in, 0, headerSize, 0);
        if (!in.atEnd()) {
            throw new BytesReader.Malformed(in.remaining() + " octets too many");
        }
        return message;
    }

    /// @param gap octets of the header that are not in the encoded form
    private static Part decode(BytesReader in, long base, long gap, int depth) {
        if (depth > Scanner.DEPTH_MAX + 1) {
            throw new BytesReader.Malformed("parts too deep");
        }
        int bits = in.octet();
        String type = in.text();
        String charset = in.text();
        long headerStart = base + in.varint();
        long bodyStart = headerStart + gap + in.varint();
        long bodyEnd = bodyStart + in.varint();
        long lines = in.varint();
        int count = in.smallVarint();
        var parts = new ArrayList<Part>(Math.min(count, 16));
        for (int left = count; left > 0; left--) {
            parts.add(decode(in, bodyStart, 0, depth + 1));
        }
        return new Part(
                KINDS[bits & 3],
                type,
                charset,
                encoding(bits >> 2),
                headerStart,
                bodyStart,
                bodyEnd,
                lines,
                List.copyOf(parts));
    }

    private static TransferEncoding encoding(int number) {
        if (number >= ENCODINGS.length) {
            throw new BytesReader.Malformed("encoding " + number);
        }
        return ENCODINGS[number];
    }

    /// The part of that section number (RFC 9051 §6.4.5.1), `1.2` being 1, 2; empty where there is
    /// none. A message that is no multipart has one part, 1: its body, with the message's own
    /// header for a MIME header. Of a part that is a message the numbers go on in that message.
    ///
    /// @param path one number or more
    public Optional<Part> part(List<Integer> path) {
        Part in = message();
        boolean message = true;
        for (int number : path) {
            if (in.kind() == Part.Kind.MESSAGE && !message) {
                in = in.message();
                message = true;
            }
            if (in.kind() == Part.Kind.MULTIPART) {
                if (number < 1 || number > in.parts().size()) {
                    return Optional.empty();
                }
                in = in.parts().get(number - 1);
            } else if (number != 1 || !message) {
                return Optional.empty();
            }
            message = false;
        }
        return Optional.of(in);
    }
}
