package posthouse.imap;

/// The client broke the grammar, or gave a command that its state does not allow: BAD (RFC 3501
/// §7.1.3).
final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxError(String message) {
        super(message, null, false, false);
    }
}
