package posthouse.smtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Tells whether every line of a message, seen in pieces, ends with CRLF, and whether it is free of
/// NUL (RFC 5321 §2.3.8, §4.1.1.4). A bare CR or LF that one server takes for a line end and the
/// next does not is how mail is smuggled behind mail.
public final class LineEnds {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long FOURTEENS = 0x0e0e0e0e0e0e0e0eL;

    private boolean afterCr;
    private boolean broken;

    /// Looks at the next octets of the message.
    public void look(byte[] octets, int from, int to) {
        int at = from;
        while (at < to) {
            if (afterCr) {
                afterCr = false;
                broken |= octets[at] != '\n';
                at += octets[at] == '\n' ? 1 : 0;
                continue;
            }
            at = nextSpecial(octets, at, to);
            if (at < to) {
                afterCr = octets[at] == '\r';
                broken |= !afterCr;
                at++;
            }
        }
    }

    /// Whether there was a bare LF, a NUL, or a CR without LF behind it so far.
    public boolean broken() {
        return broken;
    }

    /// The same at the end of the message, where a last CR is bare too.
    public boolean brokenAtEnd() {
        return broken || afterCr;
    }

    /// The index of the first NUL, LF or CR from `from` on; `to` where there is none.
    static int nextSpecial(byte[] octets, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long eight = (long) EIGHT.get(octets, at);
            // A high bit is left for each octet below 14, and perhaps for ones above such an octet.
            if (((eight - FOURTEENS) & ~eight & HIGH_BITS) != 0) {
                int special = specialIn(octets, at, at + Long.BYTES);
                if (special >= 0) {
                    return special;
                }
            }
            at += Long.BYTES;
        }
        int special = specialIn(octets, at, to);
        return special < 0 ? to : special;
    }

    private static int specialIn(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == '\n' || octets[i] == '\r' || octets[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
