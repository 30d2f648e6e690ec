package posthouse.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import posthouse.bytes.Bytes;

/// The reading half of a connection: a small buffer of its own, a large borrowed one while much
/// comes.
///
/// The buffer is only filled when it is empty, so nothing is ever moved in it.
final class Inlet {
    /// Octets that an idle connection keeps for reading.
    static final int SMALL_BYTES = 1024;

    private final byte[] small = new byte[SMALL_BYTES];
    private final BufferPool pool;
    private final Watchdog watchdog;
    private final Deadline deadline = new Deadline(this::endReading);
    private volatile Transport transport;
    private volatile Duration timeout = Connection.READ_TIMEOUT;
    private byte[] buffer = small;
    private int start;
    private int end;

    /// Guards the flags below against a shutdown in between.
    private final Object gate = new Object();

    private boolean stopping;
    private boolean dismissed;
    private boolean awaitingCommand;

    Inlet(Transport transport, Watchdog watchdog, BufferPool pool) {
        this.transport = transport;
        this.watchdog = watchdog;
        this.pool = pool;
    }

    void transport(Transport other) {
        transport = other;
    }

    void timeout(Duration other) {
        timeout = other;
    }

    Deadline deadline() {
        return deadline;
    }

    int available() {
        return end - start;
    }

    /// The octets that wait, sharing the buffer's memory: good until the next fill.
    Bytes waiting() {
        return Bytes.wrap(buffer, start, end - start);
    }

    /// Octets up to and with the first `octet`, or -1 where it does not wait.
    int through(int octet) {
        for (int i = start; i < end; i++) {
            if (buffer[i] == octet) {
                return i + 1 - start;
            }
        }
        return -1;
    }

    void consume(int count) {
        java.util.Objects.checkFromIndexSize(0, count, end - start);
        start += count;
    }

    /// When a read that begins now must have ended.
    long due() {
        return watchdog.in(timeout);
    }

    /// Waits for the first octets of a command.
    ///
    /// @return false at the end of the stream
    /// @throws ShuttingDown if there will be no more commands
    /// @throws Dismissed if the session was ended
    boolean awaitCommand(long due) throws IOException {
        synchronized (gate) {
            throwIfDismissed();
            if (stopping) {
                throw new ShuttingDown();
            }
            awaitingCommand = true;
        }
        boolean more;
        try {
            more = fill(false, due);
        } finally {
            synchronized (gate) {
                awaitingCommand = false;
            }
        }
        throwIfDismissed();
        if (!more && isStopping()) {
            throw new ShuttingDown();
        }
        return more;
    }

    /// Reads into the empty buffer.
    ///
    /// @param bulk whether much is expected
    /// @return false at the end of the stream
    boolean fill(boolean bulk, long due) throws IOException {
        choose(bulk);
        start = 0;
        end = 0;
        int count = read(ByteBuffer.wrap(buffer), due);
        end = Math.max(count, 0);
        return count >= 0;
    }

    /// Reads past the buffer, which must be empty.
    int read(ByteBuffer target, long due) throws IOException {
        throwIfTimedOut();
        deadline.set(due);
        int count = transport.read(target);
        deadline.clear();
        if (count < 0) {
            throwIfTimedOut();
        }
        return count;
    }

    /// Throws away what comes until the end of the stream, a number of octets or a moment.
    void drain(int octetsMax, long due) throws IOException {
        int count = end - start;
        while (count < octetsMax && !deadline.isPassed() && fill(true, due)) {
            count += end - start;
        }
    }

    /// Puts octets, fewer than a large buffer takes, into the empty buffer: they are read next.
    void prefill(ByteBuffer octets) {
        choose(true);
        start = 0;
        end = octets.remaining();
        octets.get(buffer, 0, end);
    }

    /// Whether the last fill brought more than a small buffer takes.
    boolean sawMuch() {
        return end >= SMALL_BYTES;
    }

    /// No more commands: who waits for one stops waiting, who reads one may finish it.
    void stop() {
        synchronized (gate) {
            stopping = true;
            if (awaitingCommand) {
                endReading();
            }
        }
    }

    /// Nothing more is taken of the client.
    ///
    /// @return whether a command was waited for
    boolean dismiss() {
        synchronized (gate) {
            dismissed = true;
            if (awaitingCommand) {
                endReading();
            }
            return awaitingCommand;
        }
    }

    void throwIfDismissed() throws Dismissed {
        synchronized (gate) {
            if (dismissed) {
                throw new Dismissed();
            }
        }
    }

    boolean isStopping() {
        synchronized (gate) {
            return stopping;
        }
    }

    private void endReading() {
        transport.endInput();
    }

    private void throwIfTimedOut() throws TimedOut {
        if (deadline.isPassed()) {
            throw new TimedOut("the client was silent for " + timeout);
        }
    }

    private void choose(boolean bulk) {
        if (bulk && buffer.length == SMALL_BYTES) {
            buffer = pool.take();
        } else if (!bulk && buffer.length != SMALL_BYTES) {
            pool.giveBack(buffer);
            buffer = small;
        }
    }
}
