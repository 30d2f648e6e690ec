package posthouse.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.mime.SevenBit.Obstacle;

/// What is to be done to make a message 7-bit, from its first octet to its last.
///
/// @param obstacle the first that was met
record SevenBitPlan(List<Step> steps, Optional<Obstacle> obstacle) {
    /// What becomes of the next octets.
    sealed interface Step {
        long length();

        /// They stay.
        record Copy(long length) implements Step {}

        /// A header, which says another encoding.
        ///
        /// @param isMessage whether it is that of a message, which needs MIME-Version
        record Declare(long length, TransferEncoding encoding, boolean isMessage) implements Step {}

        /// A body.
        record Encode(long length, TransferEncoding from, TransferEncoding to) implements Step {}

        /// What stands between parts.
        record Clean(long length) implements Step {}
    }

    /// @param message as a [Scanner] found it
    /// @param in the same, from its start
    static SevenBitPlan of(Part message, InputStream in) throws IOException {
        var planning = new Planning(in);
        planning.entity(message, true, false);
        return new SevenBitPlan(
                List.copyOf(planning.steps), Optional.ofNullable(planning.obstacle));
    }

    /// Goes through the message once, part by part.
    private static final class Planning {
        private final InputStream in;
        private final List<Step> steps = new ArrayList<>();
        private @Nullable Obstacle obstacle;

        Planning(InputStream in) {
            this.in = in;
        }

        /// @param isSigned whether a multipart/signed is around it
        void entity(Part part, boolean isMessage, boolean isSigned) throws IOException {
            boolean isReadable = header(part, isMessage, isSigned);
            int header = steps.size() - 1;
            if (isLeaf(part)) {
                leaf(part, isMessage, isSigned, isReadable ? header : -1);
            } else if (part.kind() == Part.Kind.MESSAGE) {
                entity(part.message(), true, isSigned);
            } else {
                multipart(part, isSigned || part.type().equals("multipart/signed"));
            }
        }

        /// A message/global may be encoded as a whole (RFC 6532 §3.7), and what is encoded has no
        /// parts that could be changed.
        private static boolean isLeaf(Part part) {
            return part.parts().isEmpty()
                    || part.type().equals("message/global")
                    || switch (part.encoding()) {
                        case SEVEN_BIT, EIGHT_BIT, BINARY -> false;
                        case BASE64, QUOTED_PRINTABLE, UNKNOWN -> true;
                    };
        }

        /// @return whether it can be written anew
        private boolean header(Part part, boolean isMessage, boolean isSigned) throws IOException {
            long length = part.headerSize();
            boolean isReadable =
                    length > 0
                            && (part.headerStart() == 0
                                    || length <= Scanner.PART_HEADER_OCTETS_MAX);
            TransportNeeds needs;
            if (isReadable) {
                Bytes header = Bytes.wrap(in.readNBytes((int) length));
                needs = TransportNeeds.of(new ByteArrayInputStream(header.toArray()));
                isReadable = isAsScanned(part, header);
            } else {
                needs = TransportNeeds.of(new Bounded(in, length));
            }
            if (needs.eightBit()) {
                meet(Obstacle.EIGHT_BIT_HEADER);
            } else if (needs.longLines()) {
                meet(Obstacle.LONG_HEADER_LINE);
            }
            boolean isWide =
                    part.encoding() == TransferEncoding.EIGHT_BIT
                            || part.encoding() == TransferEncoding.BINARY;
            steps.add(
                    isWide && isReadable && !isSigned
                            ? new Step.Declare(length, TransferEncoding.SEVEN_BIT, isMessage)
                            : new Step.Copy(length));
            return isReadable;
        }

        /// A part beyond the scanner's limits is a run of octets for it, whatever its header says.
        private static boolean isAsScanned(Part part, Bytes header) {
            var type = ContentType.of(Headers.parse(header), ContentType.PLAIN_TEXT);
            boolean holdsParts = type.isMultipart() || type.isMessage();
            return !holdsParts || !part.parts().isEmpty();
        }

        /// @param header the step of its header; negative where that cannot be written anew
        private void leaf(Part part, boolean isMessage, boolean isSigned, int header)
                throws IOException {
            long length = part.bodySize();
            if (TransportNeeds.of(new Bounded(in, length)).isSevenBit()) {
                steps.add(new Step.Copy(length));
                return;
            }
            if (isSigned) {
                meet(Obstacle.SIGNED);
            } else if (header < 0) {
                meet(Obstacle.UNCLEAR);
            } else if (isComposite(part)) {
                meet(Obstacle.COMPOSITE);
            } else if (part.encoding() == TransferEncoding.UNKNOWN) {
                meet(Obstacle.UNKNOWN_ENCODING);
            } else {
                var encoding = encoding(part);
                steps.set(header, new Step.Declare(part.headerSize(), encoding, isMessage));
                steps.add(new Step.Encode(length, part.encoding(), encoding));
            }
        }

        /// What may not be encoded (RFC 2045 §6.4), but for the types of RFC 6532 and RFC 6533.
        private static boolean isComposite(Part part) {
            return part.type().startsWith("multipart/")
                    || part.type().startsWith("message/")
                            && !part.type().startsWith("message/global");
        }

        private static TransferEncoding encoding(Part part) {
            boolean isText =
                    part.kind() == Part.Kind.TEXT || part.type().startsWith("message/global");
            return switch (part.encoding()) {
                case BASE64, QUOTED_PRINTABLE -> part.encoding();
                case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN ->
                        isText ? TransferEncoding.QUOTED_PRINTABLE : TransferEncoding.BASE64;
            };
        }

        private void multipart(Part part, boolean isSigned) throws IOException {
            long at = part.bodyStart();
            for (Part inner : part.parts()) {
                between(inner.headerStart() - at, isSigned);
                entity(inner, false, isSigned);
                at = inner.bodyEnd();
            }
            between(part.bodyEnd() - at, isSigned);
        }

        private void between(long length, boolean isSigned) throws IOException {
            if (TransportNeeds.of(new Bounded(in, length)).isSevenBit()) {
                steps.add(new Step.Copy(length));
            } else if (isSigned) {
                meet(Obstacle.SIGNED);
            } else {
                steps.add(new Step.Clean(length));
            }
        }

        private void meet(Obstacle met) {
            if (obstacle == null) {
                obstacle = met;
            }
        }
    }
}
