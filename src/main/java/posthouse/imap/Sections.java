package posthouse.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.imap.FetchItem.Section;
import posthouse.imap.FetchItem.Text;
import posthouse.mailbox.Message;
import posthouse.mime.Headers;
import posthouse.mime.Part;
import posthouse.mime.Structure;
import posthouse.mime.TransferEncoding;

/// Where the sections of one message lie (RFC 9051 §6.4.5.1): by the offsets that were stored when
/// it came; its body is not parsed. What must be read is read when first asked for.
final class Sections {
    private final Supplier<Message> reading;
    private Optional<Message> message = Optional.empty();
    private Optional<Structure> structure = Optional.empty();
    private final Map<List<Integer>, Long> decodedSizes = new HashMap<>();

    Sections(Supplier<Message> reading) {
        this.reading = reading;
    }

    /// What a section is.
    sealed interface Found {}

    /// The message has no such section.
    record None() implements Found {}

    record Made(Bytes octets) implements Found {}

    /// Octets of the message, from `start` on.
    record Stored(long start, long length) implements Found {}

    /// A part's content, which can be read any number of times.
    interface Decoded {
        InputStream open() throws IOException;
    }

    Message message() {
        if (message.isEmpty()) {
            message = Optional.of(reading.get());
        }
        return message.get();
    }

    Structure structure() {
        if (structure.isEmpty()) {
            structure = Optional.of(message().structure());
        }
        return structure.get();
    }

    InputStream open(long start, long length) {
        return message().open(start, length);
    }

    Found find(Section section) {
        if (section.part().isEmpty()) {
            return ofMessage(section.text());
        }
        return structure()
                .part(section.part())
                .map(part -> ofPart(part, section.text()))
                .orElseGet(None::new);
    }

    private Found ofMessage(Text text) {
        long headerSize = message().headerSize();
        return switch (text) {
            case Text.All _ -> new Stored(0, message().size());
            case Text.Header _ -> new Made(message().header());
            case Text.HeaderFields fields -> new Made(fields(fields, message().header()));
            case Text.Body _ -> new Stored(headerSize, message().size() - headerSize);
            case Text.Mime _ -> new None();
        };
    }

    /// HEADER and TEXT are those of an enclosed message; another part has none.
    private Found ofPart(Part part, Text text) {
        return switch (text) {
            case Text.All _ -> new Stored(part.bodyStart(), part.bodySize());
            case Text.Mime _ -> new Stored(part.headerStart(), part.headerSize());
            case Text.Header _, Text.HeaderFields _, Text.Body _ ->
                    part.kind() == Part.Kind.MESSAGE
                            ? ofEnclosed(part.message(), text)
                            : new None();
        };
    }

    private Found ofEnclosed(Part enclosed, Text text) {
        return switch (text) {
            case Text.HeaderFields fields -> {
                long size = Math.min(enclosed.headerSize(), ImapLimits.PART_HEADER_OCTETS_MAX);
                yield new Made(fields(fields, read(enclosed.headerStart(), size)));
            }
            case Text.Body _ -> new Stored(enclosed.bodyStart(), enclosed.bodySize());
            case Text.Header _, Text.All _, Text.Mime _ ->
                    new Stored(enclosed.headerStart(), enclosed.headerSize());
        };
    }

    private Bytes read(long start, long length) {
        try (InputStream octets = new ExactStream(open(start, length), length)) {
            return Bytes.wrap(octets.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The fields that were asked for, and the empty line where the message has one.
    private static Bytes fields(Text.HeaderFields wanted, Bytes section) {
        var headers = Headers.parse(section);
        var octets = new BytesBuilder(512);
        octets.append(
                headers.octets(
                        field -> wanted.names().stream().anyMatch(field::is) != wanted.others()));
        int length = headers.fields().stream().mapToInt(field -> field.raw().length()).sum();
        return octets.append(section.slice(length)).build();
    }

    // BINARY (RFC 3516).

    /// False where the part is there, in an encoding that is not known.
    boolean isDecodable(List<Integer> path) {
        return path.isEmpty()
                || structure()
                        .part(path)
                        .filter(part -> encoding(part) == TransferEncoding.UNKNOWN)
                        .isEmpty();
    }

    /// A multipart is in no encoding itself (RFC 2045 §6.4).
    private static TransferEncoding encoding(Part part) {
        return part.kind() == Part.Kind.MULTIPART ? TransferEncoding.BINARY : part.encoding();
    }

    /// The content of a part without its transfer encoding; of the whole message, as it is. Empty
    /// where there is no such part.
    Optional<Decoded> decoded(List<Integer> path) {
        if (path.isEmpty()) {
            return Optional.of(() -> open(0, message().size()));
        }
        return structure()
                .part(path)
                .map(part ->
                        () -> encoding(part).decoding(open(part.bodyStart(), part.bodySize())));
    }

    /// Octets of [#decoded]; 0 where there is no such part.
    long decodedSize(List<Integer> path) throws IOException {
        Long known = decodedSizes.get(path);
        if (known != null) {
            return known;
        }
        Optional<Decoded> content = decoded(path);
        long size =
                content.isEmpty()
                        ? 0
                        : Extent.measure(content.get().open(), 0, Long.MAX_VALUE).length();
        decodedSizes.put(path, size);
        return size;
    }
}
