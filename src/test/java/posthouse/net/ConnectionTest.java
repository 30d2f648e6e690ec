package posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;

class ConnectionTest {
    @Test
    void readsLinesWithEitherEnd() throws Exception {
        var connection = said("one", "two\\x0a\\", "\\x0a\\", "", "three\\x0d\\x0d\\x0a\\");
        assertThat(lines(connection)).containsExactly("one", "two", "", "", "three\r");
    }

    @Test
    void throwsALineAwayThatIsTooLong() throws Exception {
        var connection = said("1234", "12345", "x".repeat(100_000), "abc");
        assertThat(connection.readLine(4)).isEqualTo(Bytes.latin1("1234"));
        assertThatThrownBy(() -> connection.readLine(4)).isInstanceOf(LineTooLong.class);
        assertThatThrownBy(() -> connection.readLine(4)).isInstanceOf(LineTooLong.class);
        assertThat(connection.readLine(4)).isEqualTo(Bytes.latin1("abc"));
        assertThatThrownBy(() -> connection.readLine(4)).isInstanceOf(EOFException.class);
    }

    @Test
    void acceptsALineOfExactlyTheLimitHoweverItIsCut() {
        Seeds.each(
                200,
                random -> {
                    int limit = 1000 + random.nextInt(100);
                    var connection = said("x".repeat(limit), "x".repeat(limit + 1), "y");
                    assertThat(connection.readLine(limit).length()).isEqualTo(limit);
                    assertThatThrownBy(() -> connection.readLine(limit))
                            .isInstanceOf(LineTooLong.class);
                    assertThat(connection.readLine(limit)).isEqualTo(Bytes.latin1("y"));
                });
    }

    @Test
    void readsALineAsLongAsAsked() throws Exception {
        var connection = said("x".repeat(1_000_000), "end");
        assertThat(connection.readLine(1_000_000).length()).isEqualTo(1_000_000);
        assertThat(connection.readLine(3)).isEqualTo(Bytes.latin1("end"));
    }

    @Test
    void aLineThatBreaksOffIsNoLine() {
        assertThatThrownBy(() -> said("half\\").readLine(80)).isInstanceOf(EOFException.class);
    }

    @Test
    void leavesWhatALiteralHasNotTaken() throws Exception {
        var connection = said("0123456789" + "x".repeat(50_000), "end");
        var literal = connection.input(50_008);
        assertThat(literal.readNBytes(50_000)).hasSize(50_000);
        connection.skip(10);
        assertThat(connection.readLine(80)).isEqualTo(Bytes.EMPTY);
        assertThat(connection.readLine(80)).isEqualTo(Bytes.latin1("end"));
    }

    @Test
    void aLiteralThatBreaksOffThrows() {
        assertThatThrownBy(() -> said("12345\\").input(6).readAllBytes())
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> said("12345\\").skip(6)).isInstanceOf(EOFException.class);
    }

    @Test
    void peeksWithoutTaking() throws Exception {
        var connection = said("abc");
        assertThat(connection.hasInput()).isFalse();
        assertThat(connection.peek()).isEqualTo(Bytes.latin1("abc\r\n"));
        connection.consume(2);
        assertThat(connection.hasInput()).isTrue();
        assertThat(connection.peek()).isEqualTo(Bytes.latin1("c\r\n"));
        connection.consume(3);
        assertThat(connection.peek()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void writesInOrderHoweverMuch() throws Exception {
        var transport = new Monologue();
        var connection = Transcripts.connection(transport);
        var expected = new StringBuilder();
        for (int size : List.of(3, 500, 20, 40_000, 7, 200_000, 600, 1)) {
            String text = "%d:".formatted(size) + "x".repeat(size);
            expected.append(text.repeat(3));
            connection.write(text);
            connection.write(Bytes.latin1(text));
            connection.write(new ByteArrayInputStream(Bytes.latin1(text).toArray()));
        }
        connection.flush();
        assertThat(transport.output()).isEqualTo(expected.toString());
    }

    @Test
    void holdsWritingBackUntilFlush() throws Exception {
        var transport = new Monologue();
        var connection = Transcripts.connection(transport);
        connection.write("hello");
        assertThat(transport.output()).isEmpty();
        connection.flush();
        assertThat(transport.output()).isEqualTo("hello");
    }

    @Test
    void refusesOctetsBehindStartTls() throws Exception {
        var connection = said("STARTTLS", "injected");
        assertThat(connection.readLine(80)).isEqualTo(Bytes.latin1("STARTTLS"));
        assertThatThrownBy(connection::startTls).isInstanceOf(IOException.class);
        assertThat(connection.tls()).isEmpty();
    }

    @Test
    void startsTlsOnce() throws Exception {
        var connection = said("STARTTLS");
        connection.readLine(80);
        assertThat(connection.offersStartTls()).isTrue();
        connection.startTls();
        assertThat(connection.offersStartTls()).isFalse();
        assertThat(connection.tls()).isPresent();
        assertThatThrownBy(connection::startTls).isInstanceOf(IOException.class);
    }

    @Test
    void tracesWithoutSecrets() throws Exception {
        var connection =
                said(
                        "USER ann",
                        "PASS secret",
                        "a1 login ann secret",
                        "a2 LOGIN {3}",
                        "ann {6}",
                        "secret",
                        "AUTH PLAIN secret",
                        "a3 AUTHENTICATE PLAIN secret",
                        "c2VjcmV0",
                        "a4 SELECT Login");
        var seen = new Recorder();
        connection.trace(Optional.of(seen));
        for (int i = 0; i < 10; i++) {
            if (i == 8) {
                connection.nextLineIsSecret();
            }
            connection.readLine(80);
        }
        connection.write("+OK\r\n");
        connection.flush();
        assertThat(seen.lines)
                .containsExactly(
                        "C: USER ann",
                        "C: PASS …",
                        "C: a1 login …",
                        "C: a2 LOGIN …",
                        "C: …",
                        "C: …",
                        "C: AUTH PLAIN …",
                        "C: a3 AUTHENTICATE PLAIN …",
                        "C: …",
                        "C: a4 SELECT Login",
                        "S: +OK");
    }

    @Test
    void tracesNoResponsesToAnAuthThatWasRefused() throws Exception {
        var connection =
                said(
                        "AUTH LOGIN",
                        "YW5uQGRlbW8udGVzdA==",
                        "c2VjcmV0cw==",
                        "NOOP",
                        "c2VjcmV0cw==",
                        "a1 authenticate plain",
                        "AGFubgBzZWNyZXQ=",
                        "a2 NOOP");
        var seen = new Recorder();
        connection.trace(Optional.of(seen));
        for (int i = 0; i < 8; i++) {
            connection.readLine(80);
        }
        connection.write("AGFubgBzZWNyZXQ= BAD what?\r\n");
        connection.flush();
        assertThat(seen.lines)
                .containsExactly(
                        "C: AUTH LOGIN",
                        "C: …",
                        "C: …",
                        "C: NOOP",
                        "C: c2VjcmV0cw==",
                        "C: a1 authenticate plain",
                        "C: …",
                        "C: a2 NOOP",
                        "S: … BAD what?");
    }

    private static final class Recorder implements Trace {
        final List<String> lines = new ArrayList<>();

        @Override
        public void client(Bytes octets) {
            lines.add("C: " + octets.utf8().stripTrailing());
        }

        @Override
        public void server(Bytes octets) {
            lines.add("S: " + octets.utf8().stripTrailing());
        }
    }

    private static List<String> lines(Connection connection) throws Exception {
        var lines = new ArrayList<String>();
        while (!connection.peek().isEmpty()) {
            lines.add(connection.readLine(80).latin1());
        }
        return lines;
    }

    private static Connection said(String... lines) {
        return Transcripts.connection(new Monologue(lines));
    }
}
