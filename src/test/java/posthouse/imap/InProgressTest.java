package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;
import posthouse.net.Transcripts;
import posthouse.net.Transport;

class InProgressTest {
    private final List<String> heard = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void tellsAtIntervalsHowFarItIs() throws IOException {
        var progress = progress("a1", 1_000);
        for (int n = 1; n < 1_000; n++) {
            now = now.plusMillis(50); // ten seconds are 200 messages
            progress.step();
        }
        assertThat(heard)
                .containsExactly(
                        "* OK [INPROGRESS (\"a1\" 256 1000)] still at it\r\n",
                        "* OK [INPROGRESS (\"a1\" 512 1000)] still at it\r\n",
                        "* OK [INPROGRESS (\"a1\" 768 1000)] still at it\r\n");
    }

    @Test
    void saysNothingOfWhatIsQuick() throws IOException {
        var progress = progress("a1", 1_000);
        for (int n = 1; n < 1_000; n++) {
            progress.step();
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void leavesOutATagThatWouldEndTheCode() throws IOException {
        var progress = progress("a]", 1_000);
        now = now.plusSeconds(60);
        for (int n = 1; n < 100; n++) {
            progress.step();
        }
        assertThat(heard).containsExactly("* OK [INPROGRESS (NIL 64 1000)] still at it\r\n");
    }

    private InProgress progress(String tag, int goal) {
        var connection =
                Transcripts.connection(
                        new Transport() {
                            @Override
                            public int read(ByteBuffer target) {
                                return -1;
                            }

                            @Override
                            public void write(ByteBuffer source) {
                                var octets = new byte[source.remaining()];
                                source.get(octets);
                                heard.add(Bytes.wrap(octets).latin1());
                            }

                            @Override
                            public void close() {}
                        });
        var writer = new ImapWriter(connection, new MailboxNames(new Enabled()));
        return new InProgress(writer, () -> now, tag, goal);
    }
}
