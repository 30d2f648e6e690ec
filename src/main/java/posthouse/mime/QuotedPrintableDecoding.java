package posthouse.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Quoted-printable (RFC 2045 §6.7) → octets. White space at the end of a line goes; what looks
/// like no encoding stays as it is. Line ends stay as they are.
final class QuotedPrintableDecoding extends InputStream {
    /// White space that is held back until it is known what follows; a longer run is text.
    static final int BLANKS_MAX = 1_000;

    private static final int END = -1;
    private static final int CHUNK = 4 * 1024;

    private final InputStream source;
    private final byte[] read = new byte[CHUNK];
    private int readFrom;
    private int readTo;

    /// Decoded and not handed out yet.
    private byte[] held = new byte[16];

    private int heldFrom;
    private int heldTo;
    private int again = END - 1;

    QuotedPrintableDecoding(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        while (heldFrom == heldTo) {
            heldFrom = 0;
            heldTo = 0;
            int octet = next();
            if (octet == END) {
                return END;
            }
            if (octet == '=') {
                escape();
            } else if (octet == ' ' || octet == '\t') {
                blanks(octet);
            } else {
                return octet;
            }
        }
        return held[heldFrom++] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet == END) {
                break;
            }
            into[at + count++] = (byte) octet;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    /// Behind `=`: two hexadecimal digits, or the end of the line.
    private void escape() throws IOException {
        int first = next();
        if (first == ' ' || first == '\t' || first == '\r' || first == '\n' || first == END) {
            softBreak(first);
            return;
        }
        if (hex(first) < 0) {
            hold('=');
            again = first;
            return;
        }
        int second = next();
        if (hex(second) < 0) {
            hold('=');
            hold(first);
            again = second;
            return;
        }
        hold(hex(first) << 4 | hex(second));
    }

    private void softBreak(int first) throws IOException {
        int octet = first;
        while ((octet == ' ' || octet == '\t') && heldTo < BLANKS_MAX) {
            hold(octet);
            octet = next();
        }
        if (octet == '\r') {
            octet = next();
            if (octet != '\n') {
                again = octet;
            }
            heldTo = 0;
        } else if (octet == '\n' || octet == END) {
            heldTo = 0;
        } else {
            // White space and then text: no line end, so the sign means itself.
            again = octet;
            byte[] blanks = Arrays.copyOf(held, heldTo);
            heldTo = 0;
            hold('=');
            for (byte blank : blanks) {
                hold(blank);
            }
        }
    }

    private void blanks(int first) throws IOException {
        int octet = first;
        while ((octet == ' ' || octet == '\t') && heldTo < BLANKS_MAX) {
            hold(octet);
            octet = next();
        }
        if (octet == '\n' || octet == '\r' || octet == END) {
            heldTo = 0;
        }
        again = octet;
    }

    private void hold(int octet) {
        if (heldTo == held.length) {
            held = Arrays.copyOf(held, held.length * 2);
        }
        held[heldTo++] = (byte) octet;
    }

    private int next() throws IOException {
        if (again >= END) {
            int octet = again;
            again = END - 1;
            return octet;
        }
        if (readFrom == readTo) {
            readFrom = 0;
            readTo = Math.max(source.read(read, 0, CHUNK), 0);
            if (readTo == 0) {
                return END;
            }
        }
        return read[readFrom++] & 0xff;
    }

    private static int hex(int octet) {
        return octet < 0 || octet > 0x7f ? -1 : Character.digit(octet, 16);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
