package posthouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import posthouse.bytes.Bytes;

/// A part of a body, a frame in memory at a time.
final class BodyStream extends InputStream {
    private final EngineBodies bodies;
    private final long body;
    private final long end;
    private long position;
    private Bytes frame = Bytes.EMPTY; // what is left of the frame at `position`

    BodyStream(EngineBodies bodies, long body, EngineBodies.Start start, long offset, long length) {
        this.bodies = bodies;
        this.body = body;
        this.position = Math.min(offset, start.length());
        this.end = position + Math.min(length, start.length() - position);
        if (position < end) {
            frame = rest(bodies.unpack(start.frame(), body));
        }
    }

    @Override
    public int read() {
        if (!more()) {
            return -1;
        }
        return take(1).at(0) & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) {
        Objects.checkFromIndexSize(from, count, target.length);
        if (count == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        Bytes taken = take(count);
        taken.copyTo(0, target, from, taken.length());
        return taken.length();
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long count = 0;
        while (more()) {
            Bytes taken = take(frame.length());
            taken.writeTo(out);
            count += taken.length();
        }
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, end - position);
        position += skipped;
        frame = skipped < frame.length() ? frame.slice((int) skipped) : Bytes.EMPTY;
        return skipped;
    }

    @Override
    public int available() {
        return frame.length();
    }

    /// Whether there is an octet at `position`; has its frame read if so.
    private boolean more() {
        if (position < end && frame.isEmpty()) {
            frame = rest(bodies.frame(body, position));
        }
        return position < end;
    }

    /// What is wanted of a frame from `position` on.
    private Bytes rest(Bytes whole) {
        long start = position / Bodies.FRAME_BYTES * Bodies.FRAME_BYTES;
        int from = (int) (position - start);
        int to = (int) Math.min(end - start, Bodies.FRAME_BYTES);
        if (to > whole.length()) {
            throw new StoreFailure("a frame of the body " + body + " is too short");
        }
        return whole.slice(from, to);
    }

    private Bytes take(int most) {
        int count = Math.min(most, frame.length());
        Bytes taken = frame.slice(0, count);
        frame = frame.slice(count);
        position += count;
        return taken;
    }
}
