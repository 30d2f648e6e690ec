package posthouse.imap;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.mailbox.Flags;
import posthouse.mailbox.Keywords;
import posthouse.mailbox.Placement;
import posthouse.mime.Structure;
import posthouse.net.Connection;

/// FETCH responses → octets (RFC 3501 §7.4.2): [#begin], its items, [#end], for each message; at
/// last [#done]. Made for one command: answers about very many messages are put together in one
/// buffer, and each combination of flags is written out once.
final class FetchWriter {
    private static final int SPILL_OCTETS = 16 * 1024;
    private static final String[] SYSTEM = {
        "\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "\\Recent"
    };
    private static final int RECENT = Flags.ALL_SYSTEM + 1;
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// Flags as they are known by their text. `system` has [#RECENT] too.
    private record Combination(int system, Keywords keywords) {}

    private final Connection connection;
    private final List<String> keywordTable;
    private final BytesBuilder out = new BytesBuilder(256);
    private final Map<Combination, Bytes> texts = new HashMap<>();
    private Combination lastCombination = new Combination(-1, Keywords.NONE);
    private Bytes lastText = Bytes.EMPTY;
    private boolean first;
    private boolean halfSent;

    FetchWriter(Connection connection, List<String> keywordTable) {
        this.connection = connection;
        this.keywordTable = keywordTable;
    }

    void begin(int number) {
        out.octet('*').octet(' ').decimal(number).append(FETCH);
        first = true;
        halfSent = false;
    }

    void end() throws IOException {
        out.append(END);
        if (out.length() >= SPILL_OCTETS) {
            done();
        }
    }

    /// Gives the connection what there is.
    void done() throws IOException {
        connection.write(out);
        out.clear();
    }

    /// Whether a part of the answer about a message has left: then nothing else can be said before
    /// its end.
    boolean isHalfSent() {
        return halfSent;
    }

    void uid(long uid) {
        separate();
        out.append(UID).decimal(uid);
    }

    void flags(Flags flags, boolean recent) {
        separate();
        out.append(text(flags.system() | (recent ? RECENT : 0), flags.keywords()));
    }

    /// RFC 7162 §3.1.4.2.
    void modSeq(long modSeq) {
        separate();
        out.append(MODSEQ).decimal(modSeq).octet(')');
    }

    void size(long octets) {
        separate();
        out.append(SIZE).decimal(octets);
    }

    void emailId(Placement placement) {
        separate();
        out.latin1("EMAILID (").latin1(ObjectId.email(placement)).octet(')');
    }

    void threadId(Placement placement) {
        separate();
        out.latin1("THREADID (").latin1(ObjectId.thread(placement)).octet(')');
    }

    /// `date-time`, in UTC.
    void internalDate(Instant date) {
        separate();
        out.latin1("INTERNALDATE \"").latin1(dateTime(date)).octet('"');
    }

    /// RFC 8514 §4.2.
    void saveDate(Instant date) {
        separate();
        out.latin1("SAVEDATE \"").latin1(dateTime(date)).octet('"');
    }

    /// RFC 8970 §3.2. What is not ASCII is a literal, which every client understands.
    void preview(String text) {
        separate();
        out.latin1("PREVIEW ");
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            out.latin1(ImapWriter.quoted(text));
        } else {
            Bytes octets = Bytes.utf8(text);
            out.octet('{').decimal(octets.length()).latin1("}\r\n").append(octets);
        }
    }

    /// Octets of a message that are in memory.
    ///
    /// @param origin where a partial begins
    void octets(String name, Optional<Long> origin, Bytes octets) {
        literalStart(name, origin, " {", octets.length());
        out.append(octets);
    }

    /// Octets of a message from the store: few at once, many block by block.
    ///
    /// @throws IOException also if there are fewer, or they cannot be read: within a literal
    ///   nothing else can be said
    void octets(String name, Optional<Long> origin, long length, InputStream octets)
            throws IOException {
        many(name, origin, " {", length, octets);
    }

    /// Decoded octets of a part: with a NUL as a literal8 (RFC 3516 §4.3).
    void binary(String name, Optional<Long> origin, Extent extent, InputStream octets)
            throws IOException {
        many(name, origin, extent.hasNul() ? " ~{" : " {", extent.length(), octets);
    }

    /// A section that the message does not have.
    void nil(String name, Optional<Long> origin) {
        name(name, origin);
        out.latin1(" NIL");
    }

    /// @param octets as they are told
    void envelope(Bytes octets) {
        separate();
        out.latin1("ENVELOPE ").append(octets);
    }

    /// BODYSTRUCTURE, or BODY.
    void structure(boolean extensible, Structure structure) {
        separate();
        if (extensible) {
            out.latin1("BODYSTRUCTURE ").append(structure.bodyStructure());
        } else {
            out.latin1("BODY ").append(structure.body());
        }
    }

    void binarySize(List<Integer> part, long octets) {
        separate();
        out.latin1(binaryName("BINARY.SIZE", part)).octet(' ').decimal(octets);
    }

    private void many(
            String name, Optional<Long> origin, String brace, long length, InputStream octets)
            throws IOException {
        try (var exact = new ExactStream(octets, length)) {
            if (length <= SPILL_OCTETS) {
                Bytes few = Bytes.wrap(exact.readAllBytes());
                literalStart(name, origin, brace, length);
                out.append(few);
                return;
            }
            literalStart(name, origin, brace, length);
            done();
            halfSent = true;
            connection.write(exact);
        }
    }

    /// `BINARY[1.2]`
    static String binaryName(String item, List<Integer> part) {
        return part.stream().map(String::valueOf).collect(Collectors.joining(".", item + "[", "]"));
    }

    /// What the client asked for, as the answer names it: `BODY[HEADER.FIELDS (TO FROM)]`.
    static String name(FetchItem.Section section) {
        var name = new StringBuilder("BODY[");
        section.part().forEach(number -> name.append(number).append('.'));
        switch (section.text()) {
            case FetchItem.Text.All _ -> {
                if (!section.part().isEmpty()) {
                    name.setLength(name.length() - 1);
                }
            }
            case FetchItem.Text.Header _ -> name.append("HEADER");
            case FetchItem.Text.HeaderFields(var names, var others) ->
                    name.append(others ? "HEADER.FIELDS.NOT (" : "HEADER.FIELDS (")
                            .append(
                                    names.stream()
                                            .map(ImapWriter::astring)
                                            .collect(Collectors.joining(" ")))
                            .append(')');
            case FetchItem.Text.Body _ -> name.append("TEXT");
            case FetchItem.Text.Mime _ -> name.append("MIME");
        }
        return name.append(']').toString();
    }

    private static final Bytes FETCH = Bytes.latin1(" FETCH (");
    private static final Bytes END = Bytes.latin1(")\r\n");
    private static final Bytes UID = Bytes.latin1("UID ");
    private static final Bytes MODSEQ = Bytes.latin1("MODSEQ (");
    private static final Bytes SIZE = Bytes.latin1("RFC822.SIZE ");

    private void separate() {
        if (!first) {
            out.octet(' ');
        }
        first = false;
    }

    private void literalStart(String name, Optional<Long> origin, String brace, long length) {
        name(name, origin);
        out.latin1(brace).decimal(length).latin1("}\r\n");
    }

    private void name(String name, Optional<Long> origin) {
        separate();
        out.latin1(name);
        origin.ifPresent(octet -> out.octet('<').decimal(octet).octet('>'));
    }

    private Bytes text(int system, Keywords keywords) {
        if (lastCombination.system != system || !lastCombination.keywords.equals(keywords)) {
            lastCombination = new Combination(system, keywords);
            lastText = texts.computeIfAbsent(lastCombination, this::format);
        }
        return lastText;
    }

    private Bytes format(Combination flags) {
        var text = new BytesBuilder().latin1("FLAGS (");
        int start = text.length();
        for (int bit = 0; bit < SYSTEM.length; bit++) {
            if ((flags.system & 1 << bit) != 0) {
                text.latin1(text.length() == start ? "" : " ").latin1(SYSTEM[bit]);
            }
        }
        flags.keywords
                .indices()
                .filter(index -> index < keywordTable.size())
                .forEach(index ->
                        text.latin1(text.length() == start ? "" : " ")
                                .latin1(keywordTable.get(index)));
        return text.octet(')').build();
    }

    /// ` 1-Feb-2026 03:04:05 +0000`
    private static String dateTime(Instant date) {
        ZonedDateTime time = date.atZone(ZoneOffset.UTC);
        int month = (time.getMonthValue() - 1) * 3;
        return "%2d-%s-%04d %02d:%02d:%02d +0000"
                .formatted(
                        time.getDayOfMonth(),
                        MONTHS.substring(month, month + 3),
                        time.getYear(),
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond());
    }
}
