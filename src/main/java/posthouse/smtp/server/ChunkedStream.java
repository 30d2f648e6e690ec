package posthouse.smtp.server;

import java.io.EOFException;
import java.io.IOException;
import posthouse.bytes.Bytes;
import posthouse.net.Connection;
import posthouse.smtp.LineEnds;
import posthouse.smtp.SmtpCommand;
import posthouse.smtp.SmtpCommand.Bdat;

/// The message that chunks of BDAT make up (RFC 3030 §2). Asks for the next chunk by itself.
final class ChunkedStream extends MessageStream {
    /// Answers a chunk that has come and waits for the next.
    @FunctionalInterface
    interface Next {
        /// @throws Abandoned if the client does something else instead
        Bdat after(Bdat chunk) throws IOException;
    }

    /// The client has given the message up.
    static final class Abandoned extends IOException {
        private static final long serialVersionUID = 1;

        private final transient SmtpCommand instead;

        Abandoned(SmtpCommand instead) {
            super("the client gave the message up");
            this.instead = instead;
        }

        /// What the client wants now.
        SmtpCommand instead() {
            return instead;
        }
    }

    private final Connection connection;
    private final Limit limit;
    private final Next next;
    private final LineEnds lineEnds = new LineEnds();
    private Bdat chunk;
    private long left;

    ChunkedStream(Connection connection, Limit limit, Bdat first, Next next) {
        this.connection = connection;
        this.limit = limit;
        this.next = next;
        chunk = first;
        left = first.octets();
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (left == 0) {
            if (chunk.last()) {
                return end();
            }
            chunk = next.after(chunk);
            left = chunk.octets();
        }
        Bytes waiting = waiting();
        int length = (int) Math.min(Math.min(waiting.length(), count), left);
        waiting.copyTo(0, target, from, length);
        lineEnds.look(target, from, from + length);
        take(length);
        if (lineEnds.broken()) {
            throw new BareLineEnd();
        }
        return length;
    }

    /// Only to the end of the chunk: no more of them may come once one has been refused.
    @Override
    void drain() throws IOException {
        while (left > 0) {
            take((int) Math.min(waiting().length(), left));
        }
    }

    @Override
    boolean isWhole() {
        return chunk.last();
    }

    private int end() throws BareLineEnd {
        if (lineEnds.brokenAtEnd()) {
            throw new BareLineEnd();
        }
        return -1;
    }

    /// Answers that wait leave first: a chunk may be long in coming.
    private Bytes waiting() throws IOException {
        if (!connection.hasInput()) {
            connection.flush();
        }
        Bytes waiting = connection.peek();
        if (waiting.isEmpty()) {
            throw new EOFException("the client is gone in the middle of a chunk");
        }
        return waiting;
    }

    private void take(int count) throws Farewell {
        connection.consume(count);
        left -= count;
        limit.passed(count);
    }
}
