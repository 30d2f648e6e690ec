package posthouse.net;

import java.nio.ByteBuffer;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// A client that has said everything before it listens.
final class Monologue implements Transport {
    private final BytesBuilder output = new BytesBuilder();
    private Bytes input;

    /// @param lines in the notation of transcripts
    Monologue(String... lines) {
        var octets = new BytesBuilder();
        for (String line : lines) {
            octets.append(Notation.octets(line));
        }
        input = octets.build();
    }

    Monologue(Bytes input) {
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
