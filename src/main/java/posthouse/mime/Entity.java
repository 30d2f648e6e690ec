package posthouse.mime;

import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;

/// A part while the scanner is in it. Offsets are from the start of the message's content.
final class Entity {
    final long headerStart;
    Part.Kind kind = Part.Kind.OTHER;
    ContentType type = ContentType.OCTETS;
    TransferEncoding encoding = TransferEncoding.SEVEN_BIT;
    Description description = Description.of(new Headers(List.of()), ContentType.OCTETS, "7bit");
    Bytes envelope = Bytes.EMPTY;
    long bodyStart;
    long bodyEnd;
    long lines;
    final List<Entity> parts = new ArrayList<>();

    Entity(long headerStart) {
        this.headerStart = headerStart;
        bodyStart = headerStart;
    }

    /// A part without header of which only its octets are told.
    static Entity opaque(long start) {
        return new Entity(start);
    }

    /// What stands in a multipart where no part begins.
    static Entity plainText(Entity multipart) {
        var text = new Entity(multipart.bodyStart);
        text.kind = Part.Kind.TEXT;
        text.type = ContentType.PLAIN_TEXT;
        text.description = Description.of(new Headers(List.of()), ContentType.PLAIN_TEXT, "7bit");
        text.bodyEnd = multipart.bodyEnd;
        text.lines = multipart.lines;
        return text;
    }

    private String charset() {
        String name = type.parameters().text("charset").orElse("");
        return name.length() <= Charsets.NAME_CHARACTERS_MAX ? name : "";
    }

    Part part() {
        return new Part(
                kind,
                type.name(),
                charset(),
                encoding,
                headerStart,
                bodyStart,
                bodyEnd,
                lines,
                parts.stream().map(Entity::part).toList());
    }
}
