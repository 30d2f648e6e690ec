package posthouse.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Raw DEFLATE (RFC 1951) in both directions over another transport, as RFC 4978 has it.
///
/// What is written is compressed by itself and flushed, so that a line on which nothing is written
/// holds no compressor; for reading it holds [#INPUT_BYTES] and the decompressor's window, some 40
/// KiB. Octets are decompressed only as far as somebody reads them, so a little that becomes very
/// much takes time, and no more memory than plain octets do.
final class DeflateTransport implements Transport {
    /// Compressed octets that are read at once.
    static final int INPUT_BYTES = 4096;

    private final Transport lower;
    private final DeflaterPool deflaters;
    private final byte[] input = new byte[INPUT_BYTES];
    private final byte[] output = new byte[INPUT_BYTES];
    private final ReentrantLock inflating = new ReentrantLock();
    private final Inflater inflater = new Inflater(true);
    private int fed;
    private boolean closed;

    DeflateTransport(Transport lower, DeflaterPool deflaters) {
        this.lower = lower;
        this.deflaters = deflaters;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (true) {
            int count = inflate(target);
            if (count != 0) {
                return count;
            }
            count = lower.read(ByteBuffer.wrap(input));
            if (count < 0) {
                return count;
            }
            feed(count);
        }
    }

    /// @return 0 where more input is needed, -1 where the peer has ended its stream
    private int inflate(ByteBuffer target) throws IOException {
        inflating.lock();
        try {
            checkOpen();
            int count = inflater.inflate(target);
            if (count == 0 && inflater.needsDictionary()) {
                throw new IOException("what was received needs a dictionary");
            }
            return count == 0 && inflater.finished() ? -1 : count;
        } catch (DataFormatException damage) {
            throw new IOException("what was received is not DEFLATE", damage);
        } finally {
            inflating.unlock();
        }
    }

    private void feed(int count) throws IOException {
        inflating.lock();
        try {
            checkOpen();
            inflater.setInput(input, 0, count);
            fed = count;
        } finally {
            inflating.unlock();
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the transport is closed");
        }
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        Deflater deflater = deflaters.take();
        try {
            deflater.setInput(source);
            int count = output.length;
            // A full buffer may not be all that was to be flushed.
            while (count == output.length) {
                count = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
                lower.write(ByteBuffer.wrap(output, 0, count));
            }
        } finally {
            deflaters.giveBack(deflater);
        }
    }

    /// What was received behind the end of the peer's stream (RFC 8437 §4.1).
    ByteBuffer rest() {
        inflating.lock();
        try {
            int count = !closed && inflater.finished() ? inflater.getRemaining() : 0;
            return ByteBuffer.wrap(input, fed - count, count);
        } finally {
            inflating.unlock();
        }
    }

    @Override
    public void endInput() {
        lower.endInput();
    }

    @Override
    public void endOutput() throws IOException {
        lower.endOutput();
    }

    /// The lower transport first: whoever is blocked in it comes back.
    @Override
    public void close() {
        lower.close();
        release();
    }

    /// Gives the decompressor's memory back, and leaves the lower transport as it is.
    void release() {
        inflating.lock();
        try {
            closed = true;
            inflater.end();
        } finally {
            inflating.unlock();
        }
    }
}
