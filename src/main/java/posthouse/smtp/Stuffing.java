package posthouse.smtp;

import java.io.IOException;
import java.io.OutputStream;

/// Makes a message ready to leave, piece by piece as it is read: every line ends with CRLF, also
/// those that ended with a bare CR or LF, and behind DATA a dot is put in front of each line that
/// begins with one (RFC 5321 §2.3.8, §4.5.2). So no server that takes something else for a line end
/// finds the end of the message where there is none.
public final class Stuffing {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] END = {'.', '\r', '\n'};

    private final boolean dots;
    private boolean lineStart = true;
    private boolean afterCr;

    /// @param dots whether the message goes behind DATA and not in chunks
    public Stuffing(boolean dots) {
        this.dots = dots;
    }

    public void write(byte[] octets, int from, int to, OutputStream out) throws IOException {
        int at = from;
        while (at < to) {
            if (afterCr) {
                afterCr = false;
                at += octets[at] == '\n' ? 1 : 0;
                continue;
            }
            if (lineStart && dots && octets[at] == '.') {
                out.write('.');
            }
            int special = LineEnds.nextSpecial(octets, at, to);
            boolean ends = special < to && octets[special] != 0;
            int end = special < to && !ends ? special + 1 : special;
            if (end > at) {
                out.write(octets, at, end - at);
                lineStart = false;
            }
            at = end;
            if (ends) {
                out.write(CRLF);
                lineStart = true;
                afterCr = octets[special] == '\r';
                at++;
            }
        }
    }

    /// Ends the last line where it has not ended, and the message.
    public void end(OutputStream out) throws IOException {
        if (!lineStart) {
            out.write(CRLF);
        }
        if (dots) {
            out.write(END);
        }
    }
}
