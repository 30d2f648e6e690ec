package posthouse.net;

/// A line was longer than allowed. It has been read to its end and thrown away, so that the
/// conversation can go on.
public final class LineTooLong extends Exception {
    private static final long serialVersionUID = 1;

    public LineTooLong(int limit) {
        super("line longer than " + limit + " octets", null, false, false);
    }
}
