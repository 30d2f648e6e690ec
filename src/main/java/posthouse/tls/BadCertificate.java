package posthouse.tls;

/// A certificate cannot be used. The message says which file and why, for the operator.
public final class BadCertificate extends Exception {
    private static final long serialVersionUID = 1;

    public BadCertificate(String message) {
        super(message);
    }

    public BadCertificate(String message, Throwable cause) {
        super(message, cause);
    }
}
