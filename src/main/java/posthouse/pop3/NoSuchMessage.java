package posthouse.pop3;

/// The number names no message of the maildrop, or one that is marked as deleted.
final class NoSuchMessage extends Exception {
    private static final long serialVersionUID = 1;

    NoSuchMessage(String message) {
        super(message, null, false, false);
    }
}
