package posthouse.pop3;

/// The line is no command. The message says what is wrong with it.
final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxError(String message) {
        super(message, null, false, false);
    }
}
