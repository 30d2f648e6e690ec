package posthouse.net;

import posthouse.bytes.Bytes;

/// A line was longer than allowed. It has been read to its end and thrown away, so that the
/// conversation can go on.
public final class LineTooLong extends Exception {
    /// Octets of the line that are kept.
    public static final int START_OCTETS = 256;

    private static final long serialVersionUID = 1;

    private final transient Bytes start;

    LineTooLong(int limit, Bytes line) {
        super("line longer than " + limit + " octets", null, false, false);
        start = line.slice(0, Math.min(line.length(), START_OCTETS)).copy();
    }

    /// How the line began: enough to say which command is answered.
    public Bytes start() {
        return start;
    }
}
