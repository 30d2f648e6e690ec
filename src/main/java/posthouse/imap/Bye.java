package posthouse.imap;

import java.io.IOException;

/// The conversation is over, and the client is told why (RFC 3501 §7.1.5).
final class Bye extends IOException {
    private static final long serialVersionUID = 1;

    Bye(String why) {
        super(why);
    }
}
