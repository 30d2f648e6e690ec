package posthouse.smtp;

/// Takes away the dots that transparency added to a message behind DATA, and finds its end (RFC
/// 5321 §4.5.2), piece by piece as the octets come.
///
/// Only CRLF.CRLF ends the message, where the CRLF of the DATA command counts as the first
/// (§4.1.1.4). A bare CR, a bare LF or a NUL makes it [#broken]; then the end is still that end and
/// no other, so that what a sender hides behind such an octet is never taken for a command, and
/// what is decoded is of no use.
public final class Transparency {
    private enum State {
        LINE_START,
        TEXT,
        AFTER_CR,
        AFTER_DOT,
        AFTER_DOT_CR,
        ENDED
    }

    private State state = State.LINE_START;
    private boolean broken;
    private int consumed;

    /// Decodes `buffer` from `from` to `to` in place.
    ///
    /// @return how many octets of the message stand at `from` now; [#consumed] says how many were
    ///   taken for it, all of them unless the end was found before
    public int decode(byte[] buffer, int from, int to) {
        int at = from;
        int out = from;
        while (at < to && state != State.ENDED) {
            switch (state) {
                case LINE_START -> {
                    boolean dot = buffer[at] == '.';
                    state = dot ? State.AFTER_DOT : State.TEXT;
                    at += dot ? 1 : 0;
                }
                case TEXT -> {
                    int end = LineEnds.nextSpecial(buffer, at, to);
                    out = move(buffer, at, Math.min(end + 1, to), out);
                    at = end;
                    if (at < to) {
                        afterSpecial(buffer[at++]);
                    }
                }
                case AFTER_CR -> {
                    boolean lf = buffer[at] == '\n';
                    if (lf) {
                        buffer[out++] = buffer[at++];
                    }
                    lineEnded(lf, State.LINE_START);
                }
                case AFTER_DOT -> {
                    boolean cr = buffer[at] == '\r';
                    state = cr ? State.AFTER_DOT_CR : State.TEXT;
                    at += cr ? 1 : 0;
                }
                case AFTER_DOT_CR -> {
                    boolean lf = buffer[at] == '\n';
                    at += lf ? 1 : 0;
                    lineEnded(lf, State.ENDED);
                }
                case ENDED -> throw new IllegalStateException();
            }
        }
        consumed = at - from;
        return out - from;
    }

    /// How many octets the last [#decode] took.
    public int consumed() {
        return consumed;
    }

    public boolean ended() {
        return state == State.ENDED;
    }

    /// Whether there was a bare CR, a bare LF or a NUL so far.
    public boolean broken() {
        return broken;
    }

    private void afterSpecial(byte special) {
        state = special == '\r' ? State.AFTER_CR : State.TEXT;
        broken |= special != '\r';
    }

    private void lineEnded(boolean withLf, State next) {
        state = withLf ? next : State.TEXT;
        broken |= !withLf;
    }

    private static int move(byte[] buffer, int from, int to, int target) {
        if (from != target) {
            System.arraycopy(buffer, from, buffer, target, to - from);
        }
        return target + to - from;
    }
}
