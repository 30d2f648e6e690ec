package posthouse.pop3;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Puts a dot before each line that begins with one (RFC 1939 §3), and tells whether the octets end
/// in CRLF. What is given to it in blocks leaves it in as large pieces as possible, uncopied.
///
/// A line begins behind each LF, also behind one without CR: clients that take it for a line end
/// would see the end of the message at a bare `LF . CRLF`.
final class DotStuffing extends OutputStream {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long DOTS = '.' * ONES;

    private static final byte[] DOT = {'.'};
    private static final int CR_LF = '\r' << 8 | '\n';

    private final OutputStream out;

    /// The last two octets, the later one low.
    private int last = CR_LF;

    DotStuffing(OutputStream out) {
        this.out = out;
    }

    /// Whether the next octet begins a line: nothing was written, or CRLF at the end.
    boolean atLineStart() {
        return last == CR_LF;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] block, int from, int count) throws IOException {
        if (count == 0) {
            return;
        }
        int end = from + count;
        if (block[from] == '.' && (last & 0xff) == '\n') {
            out.write(DOT, 0, 1);
        }
        int start = from;
        for (int at = from; (at = dotBehindLineFeed(block, at, end)) < end; ) {
            out.write(block, start, at - start);
            out.write(DOT, 0, 1);
            start = at;
        }
        out.write(block, start, end - start);
        int before = count == 1 ? last & 0xff : block[end - 2] & 0xff;
        last = before << 8 | block[end - 1] & 0xff;
    }

    /// The first dot behind an LF that is at or behind `from`, or `end`. Looks at eight octets and
    /// their successors at a time: a message is mostly neither.
    private static int dotBehindLineFeed(byte[] block, int from, int end) {
        int at = from;
        for (; at < end - 8; at += 8) {
            long octets = (long) WORDS.get(block, at) ^ LINE_FEEDS;
            long successors = (long) WORDS.get(block, at + 1) ^ DOTS;
            if ((zeroes(octets) & zeroes(successors)) != 0) {
                int dot = scan(block, at, at + 8);
                if (dot >= 0) {
                    return dot;
                }
            }
        }
        int dot = scan(block, at, end - 1);
        return dot >= 0 ? dot : end;
    }

    private static int scan(byte[] block, int from, int to) {
        for (int at = from; at < to; at++) {
            if (block[at] == '\n' && block[at + 1] == '.') {
                return at + 1;
            }
        }
        return -1;
    }

    /// The high bit of each octet that is zero; and perhaps of octets above one.
    private static long zeroes(long word) {
        return word - ONES & ~word & HIGHS;
    }
}
