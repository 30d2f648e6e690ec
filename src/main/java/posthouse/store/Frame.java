package posthouse.store;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32C;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// Packs and unpacks the frames of bodies (DESIGN rule 3).
///
/// A frame is: codec octet (0 as it is, 1 zstd) · key id octet (0: not encrypted) · raw length,
/// fixed32 · CRC32C, fixed32, over the six octets before it and the content · the content.
final class Frame implements AutoCloseable {
    static final int HEADER_BYTES = 10;

    /// What zstd must bring a frame down to: base64 of what is compressed already comes to 0.7, and
    /// every reading would pay for it.
    static final double KEPT_WHERE_BELOW = 0.6;

    private static final int AS_IT_IS = 0;
    private static final int ZSTD = 1;
    private static final int ZSTD_LEVEL = 1;

    private final boolean packs;
    private final ConcurrentLinkedQueue<ZstdCompressCtx> packers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ZstdDecompressCtx> unpackers =
            new ConcurrentLinkedQueue<>();

    /// @param packs whether to try; what is packed is unpacked in any case
    Frame(boolean packs) {
        this.packs = packs;
    }

    /// The frame for the first `length` octets of `raw`.
    Bytes pack(byte[] raw, int length) {
        byte[] packed = new byte[packs ? (int) (length * KEPT_WHERE_BELOW) : 0];
        int size = packed.length == 0 ? -1 : compress(raw, length, packed);
        return size < 0 ? frame(AS_IT_IS, length, raw, length) : frame(ZSTD, length, packed, size);
    }

    /// What was packed.
    ///
    /// @throws StoreFailure if the frame is not what [#pack] made
    Bytes unpack(Bytes frame) {
        if (frame.length() < HEADER_BYTES) {
            throw new StoreFailure("a frame of " + frame.length() + " octets");
        }
        var header = new BytesReader(frame);
        int codec = header.octet();
        int key = header.octet();
        int length = header.fixed32();
        int sum = header.fixed32();
        Bytes content = frame.slice(HEADER_BYTES);
        if (sum != sum(frame, content)) {
            throw new StoreFailure("a frame's checksum is wrong");
        }
        if (key != 0) {
            throw new StoreFailure("a frame is encrypted with key " + key + ", which is not here");
        }
        return switch (codec) {
            case AS_IT_IS -> content;
            case ZSTD -> decompress(content, length);
            default -> throw new StoreFailure("a frame has the unknown codec " + codec);
        };
    }

    @Override
    public void close() {
        packers.forEach(ZstdCompressCtx::close);
        unpackers.forEach(ZstdDecompressCtx::close);
        packers.clear();
        unpackers.clear();
    }

    private static Bytes frame(int codec, int rawLength, byte[] content, int length) {
        var frame =
                new BytesBuilder(HEADER_BYTES + length).octet(codec).octet(0).fixed32(rawLength);
        Bytes octets = Bytes.wrap(content, 0, length);
        int sum = sum(Bytes.wrap(frame.array()), octets);
        return frame.fixed32(sum).append(octets).build();
    }

    private static int sum(Bytes header, Bytes content) {
        var crc = new CRC32C();
        crc.update(header.slice(0, 6).buffer());
        crc.update(content.buffer());
        return (int) crc.getValue();
    }

    /// The compressed size, or -1 where it does not fit `packed`.
    private int compress(byte[] raw, int length, byte[] packed) {
        ZstdCompressCtx packer = packers.poll();
        if (packer == null) {
            packer = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
        }
        try {
            return packer.compressByteArray(packed, 0, packed.length, raw, 0, length);
        } catch (ZstdException _) {
            return -1; // the target is too small: not worth keeping
        } finally {
            packers.add(packer);
        }
    }

    private Bytes decompress(Bytes content, int length) {
        ZstdDecompressCtx unpacker = unpackers.poll();
        if (unpacker == null) {
            unpacker = new ZstdDecompressCtx();
        }
        try {
            byte[] raw = unpacker.decompress(content.toArray(), length);
            if (raw.length != length) {
                throw new StoreFailure("a frame unpacks to " + raw.length + " octets");
            }
            return Bytes.wrap(raw);
        } catch (ZstdException broken) {
            throw new StoreFailure("a frame does not unpack", broken);
        } finally {
            unpackers.add(unpacker);
        }
    }
}
