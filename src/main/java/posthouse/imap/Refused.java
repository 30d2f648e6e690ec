package posthouse.imap;

/// Understood and refused by the protocol itself rather than by the mailbox: NO (RFC 3501 §7.1.2).
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    /// @param code a response code without brackets (RFC 5530), or empty for none
    Refused(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
