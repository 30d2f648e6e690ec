package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthouse.bytes.BytesBuilder;
import posthouse.net.Transcripts;
import posthouse.net.Transport;

class ExactStreamTest {
    @Test
    void givesAsManyOctetsAsWereSaid() throws Exception {
        var source = new ByteArrayInputStream(new byte[10]);
        assertThat(new ExactStream(source, 7).readAllBytes()).hasSize(7);
        assertThat(source.available()).isEqualTo(3);
    }

    @Test
    void failsWhereThereAreFewer() {
        var source = new ByteArrayInputStream(new byte[10]);
        assertThatThrownBy(() -> new ExactStream(source, 11).readAllBytes())
                .isInstanceOf(EOFException.class);
    }

    /// What came behind would be taken for a part of the message.
    @Test
    void aLiteralThatIsTooShortEndsTheLine() {
        var line = new Line();
        var writer = new FetchWriter(Transcripts.connection(line), List.of());
        writer.begin(1);
        var octets = new ByteArrayInputStream(new byte[99_999]);
        assertThatThrownBy(() -> writer.octets("BODY[]", Optional.empty(), 100_000, octets))
                .isInstanceOf(EOFException.class);
        assertThat(writer.isHalfSent()).isTrue();
    }

    /// Few octets are read before they are announced.
    @Test
    void nothingIsSaidOfASmallSectionThatCannotBeRead() {
        var line = new Line();
        var writer = new FetchWriter(Transcripts.connection(line), List.of());
        writer.begin(1);
        var octets = new ByteArrayInputStream(new byte[99]);
        assertThatThrownBy(() -> writer.octets("BODY[]", Optional.empty(), 100, octets))
                .isInstanceOf(EOFException.class);
        assertThat(line.said.length()).isZero();
    }

    private static final class Line implements Transport {
        final BytesBuilder said = new BytesBuilder();

        @Override
        public int read(ByteBuffer target) {
            return -1;
        }

        @Override
        public void write(ByteBuffer source) {
            while (source.hasRemaining()) {
                said.write(source.get());
            }
        }

        @Override
        public void close() {}
    }
}
