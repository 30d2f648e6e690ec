package posthouse.mime;

import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// BODYSTRUCTURE as finished octets (RFC 9051 §9, RFC 3501 §9), and which of them BODY leaves out.
///
/// @param extensions ascending
record BodyStructure(Bytes octets, List<Range> extensions) {
    /// From `start` to before `end`.
    record Range(int start, int end) {}

    static BodyStructure of(Entity message) {
        var writing = new Writing();
        writing.body(message);
        return new BodyStructure(writing.out.build(), List.copyOf(writing.extensions));
    }

    private static final class Writing {
        final BytesBuilder out = new BytesBuilder(512);
        final List<Range> extensions = new ArrayList<>();

        /// `body = "(" (body-type-1part / body-type-mpart) ")"`
        void body(Entity part) {
            out.octet('(');
            if (part.kind == Part.Kind.MULTIPART) {
                part.parts.forEach(this::body);
                out.octet(' ').append(part.description.basic());
            } else {
                onePart(part);
            }
            extensions.add(extension(part.description.extension()));
            out.octet(')');
        }

        private void onePart(Entity part) {
            out.append(part.description.basic()).octet(' ').decimal(part.bodyEnd - part.bodyStart);
            if (part.kind == Part.Kind.MESSAGE) {
                Entity message = part.parts.getFirst();
                out.octet(' ').append(message.envelope).octet(' ');
                body(message);
            }
            if (part.kind != Part.Kind.OTHER) {
                out.octet(' ').decimal(part.lines);
            }
        }

        private Range extension(Bytes octets) {
            int start = out.length();
            out.append(octets);
            return new Range(start, out.length());
        }
    }
}
