package posthouse.mime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// Finds the parts of a message while it goes by: pushed octets are looked at once and not kept,
/// but for the header of the part that is being read.
///
/// Every message has a structure. Lines end in LF, which a CR may precede. A header ends with its
/// first empty line, whatever its lines are (RFC 7103 §7.2), or with a boundary. A boundary is a
/// line of two hyphens, the boundary of an open multipart, and nothing, white space with anything
/// behind it, or `--` with anything behind it (RFC 2046 §5.1.1); of equal boundaries the innermost.
/// A boundary of an outer multipart ends the inner ones. A multipart in which no part begins has
/// one part of plain text, which is its whole body, so that people can read it. Nothing behind a
/// boundary at the end of the message is no part.
///
/// Beyond the limits nothing is refused: a part that is too deep is a run of octets, and when there
/// are too many parts, or too much is known of them, the rest of a multipart is one part, a run of
/// octets.
public final class Scanner {
    /// Parts within parts.
    public static final int DEPTH_MAX = 100;

    /// Parts of a message, multiparts counted too.
    public static final int PARTS_MAX = 1_000;

    /// Octets of a part's header that are read for what they say; what is behind them is header
    /// too, but unread.
    public static final int PART_HEADER_OCTETS_MAX = 64 * 1024;

    /// Characters of a boundary (RFC 2046 §5.1.1 allows 70); a longer one bounds nothing.
    static final int BOUNDARY_OCTETS_MAX = 500;

    /// Octets of what is known of all parts, from which on parts begin no more.
    public static final int KNOWN_OCTETS_MAX = 256 * 1024;

    /// Octets that a part takes besides its description.
    private static final int PART_OCTETS = 48;

    /// As much of a line as a boundary can need.
    private static final int LINE_OCTETS_MAX = BOUNDARY_OCTETS_MAX + 4;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long LINE_FEEDS = '\n' * LOW_BITS;

    /// A part that is not over yet.
    private static final class Open {
        final @Nullable Open outer;
        final Entity part;
        final ContentType otherwise;
        final int depth;
        boolean inHeader = true;
        String boundary = "";
        long lineFeedsBefore;

        Open(@Nullable Open outer, Entity part, ContentType otherwise) {
            this.outer = outer;
            this.part = part;
            this.otherwise = otherwise;
            depth = outer == null ? 0 : outer.depth + 1;
        }

        long start() {
            return inHeader ? part.headerStart : part.bodyStart;
        }
    }

    private final Open message;
    private Open current;
    private final Map<String, List<Open>> boundaries = new HashMap<>();
    private final BytesBuilder header = new BytesBuilder(1024);
    private int parts = 1;
    private long lookUps;
    private int knownOctets;

    /// Octets pushed, and how many of them are line feeds.
    private long offset;

    private long lineFeeds;

    /// The line that `offset` is in.
    private long lineStart;

    private final byte[] line = new byte[LINE_OCTETS_MAX];
    private long lineLength;
    private int lastOctet;
    private int headerAtLineStart;
    private int lineEndBefore;

    /// @param messageHeader the message's header section with the empty line
    public Scanner(Bytes messageHeader) {
        message = new Open(null, new Entity(0), ContentType.PLAIN_TEXT);
        current = message;
        endHeader(Headers.parse(messageHeader), 0, 0);
    }

    /// The structure of a message that is in memory.
    ///
    /// @param headerSize octets of its header section with the empty line
    public static Structure scan(Bytes message, int headerSize) {
        var scanner = new Scanner(message.slice(0, headerSize));
        byte[] content = message.slice(headerSize).toArray();
        scanner.push(content, 0, content.length);
        return Structure.decode(scanner.finish(), headerSize);
    }

    /// The next octets of the message's content.
    public void push(byte[] octets, int from, int count) {
        int end = from + count;
        int at = from;
        while (at < end) {
            int lineEnd = lineFeed(octets, at, end);
            piece(octets, at, lineEnd);
            at = lineEnd;
            if (lineEnd < end) {
                at++;
                offset++;
                endLine();
            }
        }
    }

    /// Everything was pushed.
    ///
    /// @return an encoded [Structure]
    public Bytes finish() {
        if (lineLength > 0) {
            var _ = atBoundary(0);
        }
        dropEmpty();
        endHeaders(header.build(), offset, lineFeeds);
        for (Open open = current; open != null; open = open.outer) {
            close(open, offset, lineFeeds);
        }
        return Structure.encode(message.part.part(), BodyStructure.of(message.part));
    }

    /// The end of the message where a part might have begun; not if it would be the only one.
    private void dropEmpty() {
        Open outer = current.outer;
        if (current.start() == offset
                && outer != null
                && outer.part.kind == Part.Kind.MULTIPART
                && outer.part.parts.size() > 1) {
            outer.part.parts.removeLast();
            current = outer;
        }
    }

    /// How often a line was looked for among the boundaries: the work that a sender could multiply.
    long lookUps() {
        return lookUps;
    }

    /// A piece of a line, without its line feed.
    private void piece(byte[] octets, int from, int to) {
        int count = to - from;
        if (count == 0) {
            return;
        }
        if (lineLength < LINE_OCTETS_MAX && (lineLength > 0 ? line[0] : octets[from]) == '-') {
            int room = (int) Math.min(count, LINE_OCTETS_MAX - lineLength);
            System.arraycopy(octets, from, line, (int) lineLength, room);
        } else if (lineLength == 0) {
            line[0] = octets[from];
        }
        if (current.inHeader) {
            int room = Math.min(count, PART_HEADER_OCTETS_MAX - header.length());
            header.write(octets, from, room);
        }
        lineLength += count;
        lastOctet = octets[to - 1];
        offset += count;
    }

    private void endLine() {
        boolean crlf = lineLength > 0 && lastOctet == '\r';
        if (!atBoundary(1)) {
            lineFeeds++;
            if (current.inHeader) {
                endHeaderLine(lineLength == (crlf ? 1 : 0));
            }
        }
        headerAtLineStart = header.length();
        lineEndBefore = crlf ? 2 : 1;
        lineStart = offset;
        lineLength = 0;
    }

    private void endHeaderLine(boolean isEmpty) {
        if (header.length() < PART_HEADER_OCTETS_MAX) {
            header.octet('\n');
        }
        if (isEmpty) {
            endHeader(Headers.parse(header.build()), offset, lineFeeds);
        }
    }

    /// The header of `current` is over.
    ///
    /// @param lineFeedsBefore line feeds before `bodyStart`
    private void endHeader(Headers headers, long bodyStart, long lineFeedsBefore) {
        Open open = current;
        Entity part = open.part;
        part.bodyStart = bodyStart;
        open.inHeader = false;
        open.lineFeedsBefore = lineFeedsBefore;
        describe(open, headers);
        knownOctets += part.description.length() + PART_OCTETS;
        if (open.outer != null && open.outer.part.kind == Part.Kind.MESSAGE) {
            part.envelope = Envelope.inner(headers);
            knownOctets += part.envelope.length();
        }
        if (part.kind == Part.Kind.MESSAGE) {
            begin(open, new Entity(bodyStart), ContentType.PLAIN_TEXT);
        } else if (part.kind == Part.Kind.MULTIPART) {
            open.boundary = boundary(part.type);
            if (!open.boundary.isEmpty()) {
                boundaries.computeIfAbsent(open.boundary, _ -> new ArrayList<>()).add(open);
            }
        }
    }

    private void describe(Open open, Headers headers) {
        Entity part = open.part;
        ContentType said = ContentType.of(headers, open.otherwise);
        boolean holdsParts = said.isMultipart() || said.isMessage();
        boolean tooMuch = holdsParts && (open.depth >= DEPTH_MAX || isFull());
        part.type = tooMuch ? ContentType.OCTETS : said;
        part.kind = kind(part.type);
        String encoding = encoding(headers);
        part.encoding = TransferEncoding.named(encoding);
        part.description = Description.of(headers, part.type, encoding);
    }

    private static Part.Kind kind(ContentType type) {
        if (type.isMultipart()) {
            return Part.Kind.MULTIPART;
        }
        if (type.isMessage()) {
            return Part.Kind.MESSAGE;
        }
        return type.isText() ? Part.Kind.TEXT : Part.Kind.OTHER;
    }

    private static String encoding(Headers headers) {
        var in = new FieldReader(headers.first("Content-Transfer-Encoding").orElse(""));
        in.skipComments();
        String name = in.peek() == '"' && !in.atEnd() ? in.quoted(";").strip() : in.token();
        return name.isEmpty() ? "7bit" : name.toLowerCase(Locale.ROOT);
    }

    private static String boundary(ContentType type) {
        String boundary = type.parameters().raw("boundary").orElse("").stripTrailing();
        return boundary.length() <= BOUNDARY_OCTETS_MAX ? boundary : "";
    }

    private boolean isFull() {
        return parts >= PARTS_MAX || knownOctets >= KNOWN_OCTETS_MAX;
    }

    /// A part begins in `outer`, and it is the one that octets belong to from now on.
    private void begin(Open outer, Entity part, ContentType otherwise) {
        outer.part.parts.add(part);
        parts++;
        current = new Open(outer, part, otherwise);
        header.clear();
        headerAtLineStart = 0;
    }

    /// Sees whether the line is a boundary, and acts on it.
    ///
    /// @param lineEnd line feeds at its end
    private boolean atBoundary(int lineEnd) {
        if (lineLength < 3 || line[0] != '-' || line[1] != '-' || boundaries.isEmpty()) {
            return false;
        }
        int length = (int) Math.min(lineLength, LINE_OCTETS_MAX);
        String text = Bytes.copyOf(line, 2, length - 2).latin1().stripTrailing();
        int blank = blank(text);
        if (delimiter(text, lineEnd)) {
            return true;
        }
        return blank > 0 && delimiter(text.substring(0, blank), lineEnd);
    }

    private static int blank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (FieldReader.isBlank(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private boolean delimiter(String text, int lineEnd) {
        Open multipart = innermost(text);
        if (multipart != null) {
            endParts(multipart);
            lineFeeds += lineEnd;
            beginNext(multipart);
            return true;
        }
        // Some write more behind the last boundary than hyphens.
        int hyphens = text.endsWith("--") ? text.length() - 2 : text.lastIndexOf("--");
        Open closed = hyphens <= 0 ? null : innermost(text.substring(0, hyphens));
        if (closed == null) {
            return false;
        }
        endParts(closed);
        lineFeeds += lineEnd;
        forget(closed);
        current = closed;
        return true;
    }

    private @Nullable Open innermost(String boundary) {
        lookUps++;
        List<Open> open = boundaries.get(boundary);
        return open == null ? null : open.getLast();
    }

    /// Ends the parts within a multipart, before the line end that belongs to the boundary.
    private void endParts(Open multipart) {
        boolean cut = lineStart - lineEndBefore >= current.start();
        long end = cut ? lineStart - lineEndBefore : lineStart;
        long lineFeedsBefore = cut && lineEndBefore > 0 ? lineFeeds - 1 : lineFeeds;
        endHeaders(
                header.build().slice(0, current.inHeader ? headerAtLineStart : 0),
                end,
                lineFeedsBefore);
        for (Open open = current; open != multipart; open = outer(open)) {
            close(open, end, lineFeedsBefore);
        }
    }

    private static Open outer(Open open) {
        if (open.outer == null) {
            throw new IllegalStateException("a multipart that is not around its part");
        }
        return open.outer;
    }

    private void endHeaders(Bytes section, long bodyStart, long lineFeedsBefore) {
        Bytes rest = section;
        while (current.inHeader) {
            endHeader(Headers.parse(rest), bodyStart, lineFeedsBefore);
            rest = Bytes.EMPTY;
        }
    }

    private void close(Open open, long end, long lineFeedsBefore) {
        Entity part = open.part;
        part.bodyEnd = end;
        part.lines = lineFeedsBefore - open.lineFeedsBefore;
        forget(open);
        if (part.kind == Part.Kind.MULTIPART && part.parts.isEmpty()) {
            part.parts.add(Entity.plainText(part));
        }
    }

    /// Looks no longer for its boundary.
    private void forget(Open multipart) {
        List<Open> open = multipart.boundary.isEmpty() ? null : boundaries.get(multipart.boundary);
        if (open != null) {
            open.removeLast();
            if (open.isEmpty()) {
                boundaries.remove(multipart.boundary);
            }
        }
        multipart.boundary = "";
    }

    private void beginNext(Open multipart) {
        if (isFull()) {
            forget(multipart);
            begin(multipart, Entity.opaque(offset), ContentType.OCTETS);
            current.inHeader = false;
            current.lineFeedsBefore = lineFeeds;
        } else {
            boolean digest = multipart.part.type.subtype().equals("digest");
            begin(
                    multipart,
                    new Entity(offset),
                    digest ? ContentType.MESSAGE : ContentType.PLAIN_TEXT);
        }
    }

    /// The index of the next line feed, or `to`. Eight octets at a time.
    private static int lineFeed(byte[] octets, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = (long) LONGS.get(octets, at) ^ LINE_FEEDS;
            long zeros = word - LOW_BITS & ~word & LOW_BITS << 7;
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (at < to && octets[at] != '\n') {
            at++;
        }
        return at;
    }
}
