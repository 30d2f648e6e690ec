package posthouse.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.mime.Envelope;
import posthouse.mime.Headers;
import posthouse.mime.Scanner;
import posthouse.mime.Structure;
import posthouse.store.Bodies;
import posthouse.store.StoreFailure;

/// A message whose meta row was read; its bodies are read when asked for.
final class StoredMessage implements Message {
    private static final int CHUNK = 16 * 1024;

    private final Bodies bodies;
    private final long id;
    private final Consumer<Meta> keep;
    private Meta meta;
    private @Nullable Bytes header;
    private @Nullable Structure structure;

    /// @param keep is given the meta row again where more is known of the message than before
    StoredMessage(Bodies bodies, long id, Meta meta, Consumer<Meta> keep) {
        this.bodies = bodies;
        this.id = id;
        this.meta = meta;
        this.keep = keep;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long size() {
        return meta.headerSize() + meta.contentSize();
    }

    @Override
    public long headerSize() {
        return meta.headerSize();
    }

    @Override
    public Bytes header() {
        Bytes known = header;
        if (known == null) {
            known = readHeader();
            header = known;
        }
        return known;
    }

    private Bytes readHeader() {
        if (meta.headerBody() == 0) {
            return Bytes.EMPTY;
        }
        try (InputStream in = bodies.open(meta.headerBody(), 0, meta.headerSize())) {
            byte[] octets = in.readAllBytes();
            if (octets.length != meta.headerSize()) {
                throw new StoreFailure(
                        "the header of message %d has %d octets, not %d"
                                .formatted(id, octets.length, meta.headerSize()));
            }
            return Bytes.wrap(octets);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Bytes envelope() {
        return meta.isScanned() && !meta.envelope().isEmpty()
                ? meta.envelope()
                : Envelope.of(Headers.parse(header()));
    }

    @Override
    public Structure structure() {
        Structure known = structure;
        if (known == null) {
            known =
                    Structure.decode(
                            meta.keepsStructure() ? meta.structure() : scan(), headerSize());
            structure = known;
        }
        if (!meta.isScanned()) {
            meta = meta.scanned(envelope(), known.encoded());
            keep.accept(meta);
        }
        return known;
    }

    private Bytes scan() {
        var scanner = new Scanner(header());
        byte[] read = new byte[CHUNK];
        try (InputStream content = ofContent(0, meta.contentSize())) {
            int count = content.read(read, 0, CHUNK);
            while (count >= 0) {
                scanner.push(read, 0, count);
                count = content.read(read, 0, CHUNK);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return scanner.finish();
    }

    @Override
    public InputStream open(long offset, long length) {
        long from = Math.min(Math.max(offset, 0), size());
        long to = length > size() - from ? size() : from + Math.max(length, 0);
        if (to <= headerSize()) {
            return ofHeader((int) from, (int) to);
        }
        if (from >= headerSize()) {
            return ofContent(from - headerSize(), to - from);
        }
        return new SequenceInputStream(
                ofHeader((int) from, (int) headerSize()), ofContent(0, to - headerSize()));
    }

    private InputStream ofHeader(int from, int to) {
        return new ByteArrayInputStream(header().slice(from, to).toArray());
    }

    private InputStream ofContent(long offset, long length) {
        return length == 0
                ? InputStream.nullInputStream()
                : bodies.open(meta.contentBody(), offset, length);
    }
}
