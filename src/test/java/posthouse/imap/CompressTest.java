package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;
import posthouse.net.Transcripts;
import posthouse.net.Transport;

/// COMPRESS (RFC 4978), and its end by UNAUTHENTICATE (RFC 8437 §4.1).
class CompressTest {
    private static final String BEGIN = Babble.LOGIN + "d COMPRESS DEFLATE\r\n";
    private static final String BEGUN = "d OK done\r\n";

    @Test
    void everythingBehindTheAnswerIsCompressed() throws Exception {
        var client = new Client(BEGIN).then(deflated("e NOOP\r\nf COMPRESS DEFLATE\r\n", false));
        assertThat(client.run()).isEqualTo("e OK done\r\nf BAD COMPRESS is active already\r\n");
    }

    @Test
    void whatIsWrittenInPartsIsOneStream() throws Exception {
        var client =
                new Client(BEGIN)
                        .then(deflated("e SELECT INBOX\r\n", false))
                        .then(deflated("f FETCH 1 BODY.PEEK[]\r\n", false));
        assertThat(client.run()).contains("e OK [READ-WRITE] selected", "f OK done");
    }

    @Test
    void theStreamMayComeOctetByOctet() throws Exception {
        var client = new Client(BEGIN);
        for (byte octet : deflated("e NOOP\r\n", false)) {
            client.then(octet);
        }
        assertThat(client.run()).isEqualTo("e OK done\r\n");
    }

    @Test
    void unauthenticateEndsIt() throws Exception {
        var plain = Bytes.latin1(Babble.LOGIN + "g LOGOUT\r\n").toArray();
        var client = new Client(BEGIN).then(deflated("e UNAUTHENTICATE\r\n", true), plain);
        client.serve();
        assertThat(client.text()).endsWith("g OK logged out\r\n");
    }

    @Test
    void aLineThatBecomesVeryLongIsThrownAway() throws Exception {
        var client =
                new Client(BEGIN)
                        .then(deflated("e " + "x".repeat(64 << 20) + "\r\nf NOOP\r\n", false));
        assertThat(client.run()).isEqualTo("e BAD line longer than 65536 octets\r\nf OK done\r\n");
    }

    @Test
    void aLiteralThatBecomesVeryLargeIsThrownAwayUpToTheLimitOfPlainOnes() throws Exception {
        int size = 32 << 20;
        var thrownAway =
                new Client(BEGIN)
                        .then(
                                deflated(
                                        "e CREATE {" + size + "+}\r\n" + "x".repeat(size) + "\r\n",
                                        false));
        assertThat(thrownAway.run()).startsWith("e BAD too long a command or literal");
        long tooMuch = ImapLimits.DISCARDED_OCTETS_MAX + 1;
        var closed = new Client(BEGIN).then(deflated("e CREATE {" + tooMuch + "+}\r\n", false));
        assertThat(closed.run()).contains("* BYE a literal is too large");
    }

    @Test
    void whatIsNotDeflateEndsTheLine() {
        var client = new Client(BEGIN).then(Bytes.latin1("e NOOP\r\n").toArray());
        assertThatThrownBy(client::serve)
                .isInstanceOf(IOException.class)
                .hasMessage("what was received is not DEFLATE");
    }

    @Test
    void whatIsSentBehindItBeforeTheAnswerStaysPlain() throws Exception {
        var client = new Client(BEGIN + "e COMPRESS LZ4\r\nf NOOP\r\n");
        client.serve();
        assertThat(client.text())
                .endsWith(
                        "d BAD nothing may come behind COMPRESS before its answer\r\n"
                                + "e BAD COMPRESS knows no LZ4\r\nf OK done\r\n");
    }

    private static byte[] deflated(String text, boolean finish) {
        var deflater = new Deflater(9, true);
        deflater.setInput(Bytes.latin1(text).toArray());
        if (finish) {
            deflater.finish();
        }
        var out = new ByteArrayOutputStream();
        var block = new byte[4096];
        int count = block.length;
        while (count == block.length) {
            count =
                    deflater.deflate(
                            block,
                            0,
                            block.length,
                            finish ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
            out.write(block, 0, count);
        }
        deflater.end();
        return out.toByteArray();
    }

    /// Says one thing after the other, each once the one before was read, and keeps what it hears.
    private static final class Client implements Transport {
        private final ArrayDeque<ByteBuffer> says = new ArrayDeque<>();
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

        Client(String first) {
            says.add(Bytes.latin1(first).buffer());
        }

        Client then(byte... octets) {
            says.add(ByteBuffer.wrap(octets));
            return this;
        }

        Client then(byte[] octets, byte[] more) {
            var both = ByteBuffer.allocate(octets.length + more.length).put(octets).put(more);
            says.add(both.flip());
            return this;
        }

        void serve() throws Exception {
            try (var office = new PostOffice(3, 0, 100_000, false)) {
                office.serve(Transcripts.connection(this));
            } catch (java.io.EOFException _) {
                // The end of what is said is the end of the line.
            }
        }

        /// What it heard compressed.
        String run() throws Exception {
            serve();
            String all = text();
            int begun = all.indexOf(BEGUN) + BEGUN.length();
            assertThat(begun).isGreaterThan(BEGUN.length());
            return inflated(Bytes.wrap(heard.toByteArray()).slice(begun).toArray());
        }

        String text() {
            return Bytes.wrap(heard.toByteArray()).latin1();
        }

        private static String inflated(byte[] octets) throws DataFormatException {
            var inflater = new Inflater(true);
            inflater.setInput(octets);
            var block = new byte[4096];
            var text = new StringBuilder();
            int count = inflater.inflate(block);
            while (count > 0) {
                text.append(Bytes.copyOf(block, 0, count).latin1());
                count = inflater.inflate(block);
            }
            inflater.end();
            return text.toString();
        }

        @Override
        public int read(ByteBuffer target) {
            while (!says.isEmpty() && !says.getFirst().hasRemaining()) {
                says.removeFirst();
            }
            if (says.isEmpty()) {
                return -1;
            }
            ByteBuffer next = says.getFirst();
            int count = Math.min(next.remaining(), target.remaining());
            target.put(next.slice(next.position(), count));
            next.position(next.position() + count);
            return count;
        }

        @Override
        public void write(ByteBuffer source) {
            var octets = new byte[source.remaining()];
            source.get(octets);
            heard.writeBytes(octets);
        }

        @Override
        public void close() {}
    }
}
