package posthouse.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.net.Transport;

/// The client's end of a line in memory, which brings octets in pieces of any size. Who says
/// something waits until the server has carried it out and reads again, so that several sessions go
/// on one at a time and a seed tells everything.
final class Leash implements Transport {
    private static final long PATIENCE_MILLIS = 20_000;

    private final BytesBuilder output = new BytesBuilder();
    private final Random pieces;
    private Bytes input = Bytes.EMPTY;
    private boolean waits;
    private boolean ended;
    private boolean broken;
    private boolean listens;

    Leash(long seed) {
        pieces = new Random(seed);
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        while (input.isEmpty()) {
            if (broken) {
                throw new IOException("the line broke");
            }
            if (ended) {
                return -1;
            }
            waits = true;
            notifyAll();
            await(0);
        }
        waits = false;
        int most = Math.min(target.remaining(), input.length());
        int count = pieces.nextInt(4) == 0 ? 1 + pieces.nextInt(most) : most;
        target.put(input.slice(0, count).buffer());
        input = input.slice(count);
        return count;
    }

    @Override
    public synchronized void write(ByteBuffer source) {
        byte[] octets = new byte[source.remaining()];
        source.get(octets);
        output.append(Bytes.wrap(octets));
        if (listens) {
            notifyAll();
        }
    }

    @Override
    public synchronized void close() {
        broken = true;
        waits = true;
        notifyAll();
    }

    /// Says no more.
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// Returns when the server waits for more, or has ended the conversation.
    synchronized void say(String text) throws IOException {
        input = Bytes.latin1(text);
        waits = broken;
        notifyAll();
        settle();
    }

    /// Waits until the server reads.
    synchronized void settle() throws IOException {
        while (!broken && (!waits || !input.isEmpty())) {
            await();
        }
    }

    /// Waits until the server has ended the conversation.
    synchronized void settleEnded() throws IOException {
        while (!broken) {
            await();
        }
    }

    /// Waits until something is said.
    synchronized void settleHeard() throws IOException {
        listens = true;
        while (output.length() == 0) {
            await();
        }
        listens = false;
    }

    /// What the server has said since this was asked last.
    synchronized String heard() {
        String heard = output.build().latin1();
        output.clear();
        return heard;
    }

    /// The client waits for the server, but not for ever. Called in loops.
    private void await() throws IOException {
        long start = System.nanoTime();
        await(PATIENCE_MILLIS);
        if (System.nanoTime() - start > PATIENCE_MILLIS * 900_000) {
            throw new AssertionError("the server says nothing; so far: " + output.build().latin1());
        }
    }

    /// Called in loops.
    @SuppressWarnings("WaitNotInLoop")
    private void await(long millis) throws IOException {
        try {
            wait(millis);
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
