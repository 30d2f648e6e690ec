package posthouse.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import posthouse.bytes.Bytes;

/// Why another reader may see a part otherwise than our BODYSTRUCTURE tells it. Each reason is
/// recognised by the octets of the part, or of what is around it.
enum PartReason {
    /// A multipart without boundary, or in which its boundary never stands, has one part of plain
    /// text, which is its whole body, or what there is behind its boundary: nothing. People can
    /// read it, and IMAP has no multipart without parts.
    NO_PART_BEGINS(place -> place.isThere(Place::isItsOnlyPart)),

    /// A boundary that is that of an outer multipart too, which RFC 2046 §5.1.2 forbids, is taken
    /// for the inner one's: so its parts are found where the inner one ends as it should.
    EQUAL_BOUNDARIES(place -> place.isThere(Place::sharesItsBoundary)),

    /// A boundary at which a multipart ends, without being the closing one, ends the part before it
    /// and begins none, but that a multipart has one at least.
    BOUNDARY_AT_END(place -> place.isThere(Place::endsInABoundary)),

    /// A type, or parameters, that RFC 2045 §5.1 does not allow are read as far as they make sense.
    TYPE_NOT_BY_GRAMMAR(place -> place.isTypeWrong()),

    /// A message with UTF-8 in its header (RFC 6532 §3.7) is a message.
    MESSAGE_GLOBAL(place -> place.typeField().strip().matches("(?is)message/global(?:\\s*;.*)?")),

    /// A part of a digest that does not say what it is, is a message (RFC 2046 §5.1.5).
    PART_OF_DIGEST(place -> place.isInDigest() && place.typeField().isBlank()),

    /// A part without any octet, between two boundaries, is a part: the number of those behind it
    /// must not change.
    EMPTY_PART(place -> place.has(part -> part.headerStart() == part.bodyEnd())),

    /// A part whose header never ends is a part, with an empty body.
    HEADER_WITHOUT_END(
            place -> place.has(part -> part.headerSize() > 0 && !place.isEndedByEmptyLine(part))),

    /// The empty line behind a header ends it also where it is the line end of a boundary of an
    /// outer multipart: the part has an empty body.
    EMPTY_BODY_AT_END(place -> place.isThere(Place::endsInAnEmptyBody)),

    /// A carriage return alone ends no line (RFC 5322 §2.2), nor a header, nor a boundary.
    BARE_CR(place -> place.hasBareCr());

    /// Where the difference is.
    ///
    /// @param around the part and the parts around it, the outermost first
    record Place(Bytes message, List<Part> around) {
        private static final String TOKEN = "[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+";
        private static final Pattern GRAMMAR =
                Pattern.compile(
                        "\\s*TOKEN/TOKEN\\s*(?:;\\s*TOKEN=(?:TOKEN|\"(?:[^\"\\\\\\x80-\\xff]|\\\\.)*\")\\s*)*"
                                .replace("TOKEN", TOKEN),
                        Pattern.DOTALL);

        Part part() {
            return around.getLast();
        }

        /// Of the part itself, or of the one around it.
        boolean isThere(BiPredicate<Place, Part> form) {
            return around.reversed().stream().limit(2).anyMatch(part -> form.test(this, part));
        }

        boolean isItsOnlyPart(Part part) {
            if (part.kind() != Part.Kind.MULTIPART || part.parts().size() != 1) {
                return false;
            }
            Part only = part.parts().getFirst();
            boolean isWhole =
                    only.headerStart() == part.bodyStart()
                            && only.bodyStart() == part.bodyStart()
                            && only.bodyEnd() == part.bodyEnd();
            return isWhole || only.headerStart() == only.bodyEnd();
        }

        String typeField() {
            return headers(part()).all("Content-Type").stream()
                    .findFirst()
                    .map(field -> field.rawValue().latin1())
                    .orElse("");
        }

        boolean isTypeWrong() {
            List<HeaderField> fields = headers(part()).all("Content-Type");
            return fields.size() > 1
                    || fields.size() == 1 && !GRAMMAR.matcher(typeField()).matches();
        }

        boolean isInDigest() {
            return around.size() > 1
                    && around.get(around.size() - 2).type().equals("multipart/digest");
        }

        boolean sharesItsBoundary(Part part) {
            String boundary = boundary(part);
            var others = new ArrayList<>(around);
            others.remove(part);
            part.parts().forEach(inner -> addAll(inner, others));
            return !boundary.isEmpty()
                    && others.stream().anyMatch(other -> boundary(other).equals(boundary));
        }

        private static void addAll(Part part, List<Part> all) {
            all.add(part);
            part.parts().forEach(inner -> addAll(inner, all));
        }

        private String boundary(Part part) {
            return part.kind() == Part.Kind.MULTIPART
                    ? ContentType.of(headers(part), ContentType.PLAIN_TEXT)
                            .parameters()
                            .raw("boundary")
                            .orElse("")
                    : "";
        }

        boolean endsInABoundary(Part part) {
            String boundary = "--" + boundary(part);
            String body = octets(part.bodyStart(), part.bodyEnd()).stripTrailing();
            String last = body.substring(body.lastIndexOf('\n') + 1);
            return part.kind() == Part.Kind.MULTIPART
                    && last.startsWith(boundary)
                    && !last.startsWith(boundary + "--");
        }

        boolean endsInAnEmptyBody(Part part) {
            if (part.kind() != Part.Kind.MULTIPART) {
                return false;
            }
            Part last = part.parts().getLast();
            return last.headerSize() > 0
                    && last.bodyStart() == part.bodyEnd()
                    && isEndedByEmptyLine(last);
        }

        boolean has(Predicate<Part> form) {
            return part().parts().stream().anyMatch(form);
        }

        boolean isEndedByEmptyLine(Part part) {
            String header = octets(part.headerStart(), part.bodyStart());
            return header.endsWith("\n\r\n") || header.endsWith("\n\n") || header.strip().isEmpty();
        }

        boolean hasBareCr() {
            return Pattern.compile("\\r(?!\\n)")
                    .matcher(octets(part().headerStart(), part().bodyEnd()))
                    .find();
        }

        private Headers headers(Part part) {
            return Headers.parse(message.slice((int) part.headerStart(), (int) part.bodyStart()));
        }

        private String octets(long from, long to) {
            return message.slice((int) from, (int) to).latin1();
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Predicate<Place> form;

    PartReason(Predicate<Place> form) {
        this.form = form;
    }

    boolean explains(Place place) {
        return form.test(place);
    }
}
