package posthouse.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// A client that says one piece at a time, each when the server waits for it.
final class Turns implements Transport {
    private final BytesBuilder output = new BytesBuilder();
    private final Deque<Bytes> pieces;

    Turns(List<Bytes> pieces) {
        this.pieces = new ArrayDeque<>(pieces);
    }

    @Override
    public int read(ByteBuffer target) {
        if (pieces.isEmpty()) {
            return -1;
        }
        Bytes piece = pieces.pop();
        int count = Math.min(target.remaining(), piece.length());
        target.put(piece.slice(0, count).buffer());
        if (count < piece.length()) {
            pieces.push(piece.slice(count));
        }
        return count;
    }

    @Override
    public void write(ByteBuffer source) {
        byte[] octets = new byte[source.remaining()];
        source.get(octets);
        output.write(octets, 0, octets.length);
    }

    @Override
    public void close() {}

    String output() {
        return output.build().utf8();
    }
}
