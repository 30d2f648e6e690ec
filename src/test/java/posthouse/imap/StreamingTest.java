package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Addition;
import posthouse.mailbox.FlagChange;
import posthouse.net.Transcripts;
import posthouse.net.Transport;
import posthouse.store.FaultyStore;
import posthouse.store.MemoryStore;

class StreamingTest {
    private static final int SIZE = 25 * 1024 * 1024;
    private static final String HEADER = "Subject: large\r\n\r\n";

    /// The header section and its end; then no more octets than a frame has, since a connection
    /// reads half of one at a time.
    private static final int READS_OF_ONE_FRAME = 2 + 2;

    private final FaultyStore store =
            new FaultyStore(new MemoryStore(), (_, _) -> Optional.empty());

    @Test
    void theFirstOctetsOfALargeMessageLeaveAfterOneFrame() throws Exception {
        var client = fetch("UID FETCH 1 BODY[]");
        assertThat(client.readsBeforeContent).isBetween(1L, (long) READS_OF_ONE_FRAME);
        assertThat(client.octets).isGreaterThan(SIZE);
    }

    @Test
    void aPartialReadsNoMoreThanItGives() throws Exception {
        var client = fetch("UID FETCH 1 BODY.PEEK[TEXT]<20000000.100>");
        assertThat(client.octets).isLessThan(5_000);
        assertThat(reads()).isBetween(1L, (long) READS_OF_ONE_FRAME);
    }

    @Test
    void aPartOfALargeMessageReadsNoMoreThanItGives() throws Exception {
        var client = fetch("UID FETCH 1 (BODYSTRUCTURE BODY.PEEK[1]<20000000.100>)");
        assertThat(client.octets).isLessThan(5_000);
        assertThat(reads()).isBetween(1L, (long) READS_OF_ONE_FRAME);
    }

    private Client fetch(String command) throws Exception {
        try (var office = new PostOffice(store, SIZE)) {
            append(office);
            var client =
                    new Client(
                            Bytes.latin1(Babble.LOGIN + Babble.SELECT + "c " + command + "\r\n"));
            try {
                office.serve(Transcripts.connection(client));
            } catch (IOException _) {
                // The end of what is said is the end of the line.
            }
            return client;
        }
    }

    private static void append(PostOffice office) throws Exception {
        var header = Bytes.latin1(HEADER).toArray();
        var content = new byte[SIZE - header.length];
        var octets =
                new SequenceInputStream(
                        new ByteArrayInputStream(header), new ByteArrayInputStream(content));
        try (var incoming = office.accounts().receive(octets, SIZE)) {
            var flags = FlagChange.set(0, List.of());
            var _ =
                    office.ann()
                            .append(
                                    new Addition(incoming, flags, Optional.empty()),
                                    office.inbox());
        }
    }

    private long reads() {
        return store.log().stream().filter(call -> call == FaultyStore.Call.STREAM).count();
    }

    /// Says everything at once, and notes how much had been read from the store when the first
    /// octets of the message came.
    private final class Client implements Transport {
        private Bytes input;
        private long readsBeforeContent;
        private long octets;

        Client(Bytes input) {
            this.input = input;
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
            var written = new byte[source.remaining()];
            source.get(written);
            octets += written.length;
            if (readsBeforeContent == 0 && Bytes.wrap(written).latin1().contains(HEADER)) {
                readsBeforeContent = reads();
            }
        }

        @Override
        public void close() {}
    }
}
