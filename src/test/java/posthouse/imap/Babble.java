package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.net.Transcripts;
import posthouse.net.Transport;

/// A client that says anything at all, and does not wait.
final class Babble implements Transport {
    static final String LOGIN = "a LOGIN ann@demo.test secret\r\n";
    static final String SELECT = "b SELECT INBOX\r\n";

    private final BytesBuilder output = new BytesBuilder();
    private Bytes input;

    private Babble(Bytes input) {
        this.input = input;
    }

    /// Says it behind `before` to a server of its own with three messages.
    ///
    /// @return what the server said
    static String check(String before, Bytes said) {
        return check(before, said, 10_000);
    }

    /// @param largest octets of a message that APPEND takes
    static String check(String before, Bytes said, int largest) {
        var client = new Babble(Bytes.latin1(before).plus(said));
        try (var office = new PostOffice(3, 0, largest, false)) {
            office.serve(Transcripts.connection(client));
        } catch (IOException _) {
            // The end of what is said is the end of the line.
        }
        String answer = client.output.build().latin1();
        assertThat(answer).startsWith("* OK ").doesNotContain("SERVERBUG");
        return answer;
    }

    @Override
    public int read(ByteBuffer target) {
        if (input.isEmpty()) {
            return -1;
        }
        int count = Math.min(target.remaining(), input.length());
        target.put(input.slice(0, count).buffer());
        input = input.slice(count);
        return count;
    }

    @Override
    public void write(ByteBuffer source) {
        while (source.hasRemaining()) {
            output.write(source.get());
        }
    }

    @Override
    public void close() {}
}
