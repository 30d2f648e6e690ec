package posthouse.control;

/// An operation was understood and cannot be done. The message is a sentence for the operator.
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
        super(message, null, false, false);
    }
}
