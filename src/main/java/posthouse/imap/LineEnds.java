package posthouse.imap;

import java.io.IOException;
import java.io.InputStream;

/// A message as it is stored (DESIGN rule 16): a bare LF becomes CRLF, a lone CR stays.
final class LineEnds extends InputStream {
    /// The message has a NUL, which a literal cannot have.
    static final class Nul extends IOException {
        private static final long serialVersionUID = 1;

        Nul() {
            super("NUL in a literal");
        }
    }

    private static final int BLOCK = 8192;

    private final InputStream source;
    private final byte[] in = new byte[BLOCK];
    private int at;
    private int end;
    private boolean behindCr;
    private boolean lfOwed;

    LineEnds(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int to = from;
        while (to == from) {
            if (at == end && !lfOwed && !fill()) {
                return -1;
            }
            to = convert(target, from, from + length);
        }
        return to - from;
    }

    /// @return where it stopped: the target is full or the block is empty
    private int convert(byte[] target, int from, int targetEnd) throws IOException {
        int to = from;
        if (lfOwed) {
            target[to++] = '\n';
            lfOwed = false;
        }
        while (at < end && to < targetEnd) {
            byte octet = in[at++];
            if (octet == 0) {
                throw new Nul();
            }
            if (octet == '\n' && !behindCr) {
                target[to++] = '\r';
                lfOwed = to == targetEnd;
                if (!lfOwed) {
                    target[to++] = '\n';
                }
            } else {
                target[to++] = octet;
            }
            behindCr = octet == '\r';
        }
        return to;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(source.read(in, 0, in.length), 0);
        return end > 0;
    }
}
