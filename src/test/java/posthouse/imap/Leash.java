package posthouse.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.net.Transport;

/// The client's end of a line in memory. Who says something waits until the server has carried it
/// out and reads again, so that several sessions go on one at a time and a seed tells everything.
final class Leash implements Transport {
    private final BytesBuilder output = new BytesBuilder();
    private Bytes input = Bytes.EMPTY;
    private boolean waits;
    private boolean broken;

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        while (input.isEmpty()) {
            if (broken) {
                throw new IOException("the line broke");
            }
            waits = true;
            notifyAll();
            await();
        }
        waits = false;
        int count = Math.min(target.remaining(), input.length());
        target.put(input.slice(0, count).buffer());
        input = input.slice(count);
        return count;
    }

    @Override
    public synchronized void write(ByteBuffer source) {
        while (source.hasRemaining()) {
            output.write(source.get());
        }
    }

    @Override
    public synchronized void close() {
        broken = true;
        waits = true;
        notifyAll();
    }

    /// Returns when the server waits for more.
    synchronized void say(String text) throws IOException {
        input = Bytes.latin1(text);
        waits = false;
        notifyAll();
        settle();
    }

    /// Waits until the server reads.
    synchronized void settle() throws IOException {
        while (!waits || !input.isEmpty() && !broken) {
            await();
        }
    }

    /// What the server has said since this was asked last.
    synchronized String heard() {
        String heard = output.build().latin1();
        output.clear();
        return heard;
    }

    /// Called in loops.
    @SuppressWarnings("WaitNotInLoop")
    private void await() throws IOException {
        try {
            wait();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
