package posthouse.smtp.client;

import java.io.IOException;

/// A conversation cannot go on: the other side is gone, silent, or says what nobody understands.
/// The message is a sentence for people that names what was being done.
final class PeerFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final String status;

    /// @param status the enhanced status code (RFC 3463)
    PeerFailure(String status, String message) {
        super(message);
        this.status = status;
    }

    String status() {
        return status;
    }
}
