package posthouse.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthouse.bytes.Bytes;

class TraceFileTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void writesAConversationAsATranscript() throws IOException {
        Path file = folder.resolve("x.transcript");
        try (var trace = TraceFile.create(file, "ann, imap")) {
            trace.client(Bytes.utf8("a1 NO"));
            trace.server(Bytes.utf8("* 1 EXISTS\r\n* 2 EX"));
            trace.client(Bytes.utf8("OP\r\n"));
            trace.server(Bytes.utf8("ISTS\r\na1 OK höflich \\\r\n\r\n"));
            trace.client(Bytes.latin1("bare\nÿ\u0000\r\nlast"));
        }
        assertThat(file)
                .hasContent(
                        """
                        # ann, imap
                        S: * 1 EXISTS
                        C: a1 NOOP
                        S: * 2 EXISTS
                        S: a1 OK höflich \\x5c
                        S:
                        C: bare\\x0a\\
                        C: \\xff\\x00
                        C: last\\
                        """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsNoLineForEver() throws IOException {
        Path file = folder.resolve("y.transcript");
        try (var trace = TraceFile.create(file, "x")) {
            for (int i = 0; i < 100; i++) {
                trace.client(Bytes.utf8("0123456789".repeat(100)));
            }
            assertThat(Files.size(file)).isGreaterThan(80_000);
        }
    }
}
