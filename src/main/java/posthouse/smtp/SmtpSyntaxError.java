package posthouse.smtp;

/// A line broke the grammar. The session answers by the kind; the message is a sentence for people.
public final class SmtpSyntaxError extends Exception {
    private static final long serialVersionUID = 1;

    /// What was wrong; each has its reply.
    public enum Kind {
        /// No command, or none that is known.
        UNKNOWN_COMMAND,
        /// Something missing or wrong behind the command.
        BAD_ARGUMENT,
        /// The reverse-path is no address.
        BAD_SENDER,
        /// The forward-path is no address.
        BAD_RECIPIENT,
        /// A MAIL or RCPT parameter that was not offered (RFC 5321 §4.1.1.11).
        UNKNOWN_PARAMETER,
        /// BDAT, but not how many octets: where the next command starts cannot be known.
        BAD_CHUNK
    }

    private final Kind kind;

    public SmtpSyntaxError(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
