package posthouse.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Octets → quoted-printable (RFC 2045 §6.7): CRLF stays a line end, a lone CR or LF is an octet
/// like others, so that decoding gives the same octets again. No line begins with a hyphen, so that
/// none becomes the boundary of a multipart around it.
final class QuotedPrintableEncoding extends InputStream {
    /// Characters of a line (rule 5), its soft break included.
    static final int LINE_CHARACTERS_MAX = 76;

    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 4 * 1024;

    /// What is looked at to encode an octet: itself and the line end that may follow.
    private static final int AHEAD = 3;

    private final InputStream source;
    private final byte[] read = new byte[CHUNK];
    private int readFrom;
    private int readTo;
    private boolean ended;
    private final byte[] line = new byte[LINE_CHARACTERS_MAX + 2];
    private int lineFrom;
    private int lineTo;

    QuotedPrintableEncoding(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return lineFrom < lineTo || encodeLine() ? line[lineFrom++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (lineFrom == lineTo && !encodeLine()) {
            return -1;
        }
        int count = Math.min(length, lineTo - lineFrom);
        System.arraycopy(line, lineFrom, into, at, count);
        lineFrom += count;
        return count;
    }

    /// The next line, with its end.
    private boolean encodeLine() throws IOException {
        lineFrom = 0;
        lineTo = 0;
        while (lookAhead()) {
            if (isLineEnd(readFrom)) {
                readFrom += 2;
                put('\r');
                put('\n');
                return true;
            }
            int octet = read[readFrom] & 0xff;
            boolean plain = isPlain(octet);
            if (lineTo + (plain ? 1 : 3) >= LINE_CHARACTERS_MAX) {
                put('=');
                put('\r');
                put('\n');
                return true;
            }
            readFrom++;
            if (plain) {
                put(octet);
            } else {
                put('=');
                put(DIGITS[octet >> 4]);
                put(DIGITS[octet & 15]);
            }
        }
        return lineTo > 0;
    }

    /// Rules 2 and 3. What a line begins with that gateways trip over (`.`, `From `) is no matter
    /// of this encoding.
    private boolean isPlain(int octet) {
        if (octet == ' ' || octet == '\t') {
            boolean last = readFrom + 1 == readTo;
            return !last && !isLineEnd(readFrom + 1);
        }
        if (octet == '-') {
            return lineTo > 0;
        }
        return octet > ' ' && octet < 0x7f && octet != '=';
    }

    private boolean isLineEnd(int at) {
        return at + 1 < readTo && read[at] == '\r' && read[at + 1] == '\n';
    }

    private void put(int octet) {
        line[lineTo++] = (byte) octet;
    }

    /// @return whether there is an octet; those behind it are there too as far as there are some
    private boolean lookAhead() throws IOException {
        while (!ended && readTo - readFrom < AHEAD) {
            System.arraycopy(read, readFrom, read, 0, readTo - readFrom);
            readTo -= readFrom;
            readFrom = 0;
            int count = source.read(read, readTo, CHUNK - readTo);
            ended = count < 0;
            readTo += Math.max(count, 0);
        }
        return readFrom < readTo;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
