package posthouse.control;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.net.Trace;

/// One connection's conversation, written to a file in the format of the transcripts
/// (`src/test/transcripts/README.md`), so that a trace from the field becomes a test.
///
/// A line is written when its end has come, so that what client and server say at the same time
/// does not get mixed up within a line.
final class TraceFile implements Trace, AutoCloseable {
    /// Octets kept of a line that does not end; then it is written as an open one.
    private static final int LINE_OCTETS_MAX = 8192;

    private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);

    private final BufferedWriter out;
    private final BytesBuilder client = new BytesBuilder();
    private final BytesBuilder server = new BytesBuilder();
    private boolean closed;

    private TraceFile(BufferedWriter out) {
        this.out = out;
    }

    /// @param claim the file's first line
    static TraceFile create(Path file, String claim) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var opened =
                new TraceFile(
                        Files.newBufferedWriter(
                                file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
        opened.write("# " + claim);
        opened.flush();
        return opened;
    }

    @Override
    public synchronized void client(Bytes octets) {
        add(client, "C:", octets);
    }

    @Override
    public synchronized void server(Bytes octets) {
        add(server, "S:", octets);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        rest(client, "C:");
        rest(server, "S:");
        closed = true;
        try {
            out.close();
        } catch (IOException failure) {
            LOG.warn("a trace cannot be written: {}", failure.toString());
        }
    }

    private void add(BytesBuilder line, String mark, Bytes octets) {
        if (closed) {
            return;
        }
        int from = 0;
        for (int at = 0; at < octets.length(); at++) {
            if (octets.at(at) == '\n') {
                line.append(octets.slice(from, at + 1));
                write(marked(mark, whole(line.build())));
                line.clear();
                from = at + 1;
            }
        }
        line.append(octets.slice(from));
        if (line.length() > LINE_OCTETS_MAX) {
            rest(line, mark);
        }
        flush();
    }

    private void rest(BytesBuilder line, String mark) {
        if (line.length() > 0) {
            write(marked(mark, show(line.build()) + "\\"));
            line.clear();
        }
    }

    /// A line with its LF; without CR in front of it, it is an open one that says so.
    private static String whole(Bytes line) {
        int length = line.length();
        if (length < 2 || line.at(length - 2) != '\r') {
            return show(line) + "\\";
        }
        String text = show(line.slice(0, length - 2));
        return text.endsWith("\\") ? text.substring(0, text.length() - 1) + "\\x5c" : text;
    }

    private static String marked(String mark, String text) {
        return text.isEmpty() ? mark : mark + " " + text;
    }

    private static String show(Bytes octets) {
        var utf8 = octets.strictUtf8();
        String text = utf8.orElseGet(octets::latin1);
        int plainMax = utf8.isPresent() ? Character.MAX_VALUE : 0x7e;
        var shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean odd = c < 0x20 || c == 0x7f || c > plainMax;
            shown.append(odd ? "\\x%02x".formatted((int) c) : String.valueOf(c));
        }
        return shown.toString();
    }

    private void write(String line) {
        try {
            out.write(line);
            out.newLine();
        } catch (IOException failure) {
            LOG.warn("a trace cannot be written: {}", failure.toString());
            closed = true;
        }
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException failure) {
            LOG.warn("a trace cannot be written: {}", failure.toString());
            closed = true;
        }
    }
}
