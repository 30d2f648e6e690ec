package posthouse.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import posthouse.bytes.Bytes;
import posthouse.mime.Scanner;
import posthouse.store.Bodies;

/// Reads one message into an [Incoming]: header section to memory, content to the store, everything
/// through SHA-256 and the scanner.
final class Reception {
    private static final int CHUNK = 16 * 1024;

    private final Bodies bodies;
    private final InputStream source;
    private final long octetsMax;
    private final int headerMax;
    private final MessageDigest digest = sha256();
    private long octets;
    private int last;
    private int lastButOne;

    Reception(Bodies bodies, InputStream source, long octetsMax, int headerMax) {
        this.bodies = bodies;
        this.source = source;
        this.octetsMax = octetsMax;
        this.headerMax = headerMax;
    }

    /// Carries a refusal through a reader that knows only I/O errors.
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        private final transient MailRefusal.TooLarge refusal;

        Refused(MailRefusal.TooLarge refusal) {
            super(refusal.getMessage());
            this.refusal = refusal;
        }
    }

    Incoming receive(Instant now) throws IOException, MailRefusal.TooLarge {
        try {
            return receiveOrRefuse(now);
        } catch (Refused refused) {
            throw refused.refusal;
        }
    }

    private Incoming receiveOrRefuse(Instant now) throws IOException {
        byte[] read = new byte[CHUNK];
        int length = 0;
        int headerEnd = -1;
        while (headerEnd < 0) {
            if (length == read.length) {
                read = Arrays.copyOf(read, length * 2);
            }
            int count = read(read, length, read.length - length);
            if (count < 0) {
                headerEnd = length;
            } else {
                headerEnd = headerEnd(read, Math.max(0, length - 2), length + count);
                length += count;
            }
            if (headerEnd > headerMax || headerEnd < 0 && length > headerMax) {
                throw new Refused(
                        new MailRefusal.TooLarge(
                                "the header section is larger than " + headerMax + " octets"));
            }
        }
        Bytes header = Bytes.copyOf(read, 0, headerEnd);
        var scanner = new Scanner(header);
        long body = content(read, headerEnd, length, scanner);
        return new Incoming(
                bodies,
                header,
                body,
                octets - headerEnd,
                Bytes.wrap(digest.digest()),
                lastButOne == '\r' && last == '\n',
                scanner.finish(),
                now);
    }

    /// @return 0 where there is no content
    private long content(byte[] read, int from, int to, Scanner scanner) throws IOException {
        scanner.push(read, from, to - from);
        var rest = new Rest(scanner);
        if (from == to) {
            int first = rest.read();
            if (first < 0) {
                return 0;
            }
            read[0] = (byte) first;
            return put(new ByteArrayInputStream(read, 0, 1), rest);
        }
        return put(new ByteArrayInputStream(read, from, to - from), rest);
    }

    private long put(InputStream begun, InputStream rest) throws IOException {
        return bodies.put(new SequenceInputStream(begun, rest), Incoming.FIRST_TAG);
    }

    /// The index behind the first empty line; negative while there is none.
    ///
    /// @param from where a line end may be that was not followed by anything yet
    private static int headerEnd(byte[] read, int from, int to) {
        if (from == 0 && to > 0) {
            int end = emptyLineEnd(read, 0, to);
            if (end >= 0) {
                return end;
            }
        }
        for (int i = from; i < to; i++) {
            if (read[i] == '\n') {
                int end = emptyLineEnd(read, i + 1, to);
                if (end >= 0) {
                    return end;
                }
            }
        }
        return -1;
    }

    private static int emptyLineEnd(byte[] read, int at, int to) {
        if (at < to && read[at] == '\n') {
            return at + 1;
        }
        return at + 1 < to && read[at] == '\r' && read[at + 1] == '\n' ? at + 2 : -1;
    }

    private int read(byte[] into, int at, int length) throws IOException {
        int count = source.read(into, at, length);
        if (count > 0) {
            octets += count;
            if (octets > octetsMax) {
                throw new Refused(
                        new MailRefusal.TooLarge(
                                "the message is larger than " + octetsMax + " octets"));
            }
            digest.update(into, at, count);
            lastButOne = count > 1 ? into[at + count - 2] : last;
            last = into[at + count - 1];
        }
        return count;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every JDK has it
        }
    }

    /// What the source still has, counted and scanned.
    private final class Rest extends InputStream {
        private final Scanner scanner;

        Rest(Scanner scanner) {
            this.scanner = scanner;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int count = Reception.this.read(into, at, length);
            if (count > 0) {
                scanner.push(into, at, count);
            }
            return count;
        }
    }
}
