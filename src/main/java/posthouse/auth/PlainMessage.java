package posthouse.auth;

import java.io.IOException;
import java.util.Optional;
import posthouse.bytes.Bytes;

/// A name and a password as the mechanisms PLAIN (RFC 4616) and LOGIN send them.
///
/// @param authorization as whom to act; empty: as oneself
record PlainMessage(String authorization, String name, String password) {
    /// Octets of one message. RFC 4616 §2 asks for room for 255 characters in each of three parts.
    static final int OCTETS_MAX = 4096;

    private static final Bytes USERNAME = Bytes.latin1("Username:");
    private static final Bytes PASSWORD = Bytes.latin1("Password:");

    /// The one message of PLAIN, asked for with an empty challenge where it did not come at once.
    static PlainMessage plain(Optional<Bytes> initial, SaslDialog dialog)
            throws IOException, AuthRefusal {
        return parse(initial.isPresent() ? initial.get() : dialog.ask(Bytes.EMPTY));
    }

    /// The two questions of LOGIN, with the words that Outlook insists on. An initial response is
    /// the name.
    static PlainMessage login(Optional<Bytes> initial, SaslDialog dialog)
            throws IOException, AuthRefusal {
        Bytes name =
                initial.isPresent() && !initial.get().isEmpty()
                        ? initial.get()
                        : dialog.ask(USERNAME);
        Bytes password = dialog.ask(PASSWORD);
        return new PlainMessage("", text(name), text(password));
    }

    /// `message = [authzid] UTF8NUL authcid UTF8NUL passwd` (RFC 4616 §2).
    static PlainMessage parse(Bytes message) throws AuthRefusal.BadExchange {
        int first = message.indexOf(0, 0);
        int second = first < 0 ? -1 : message.indexOf(0, first + 1);
        if (second < 0 || message.indexOf(0, second + 1) >= 0) {
            throw new AuthRefusal.BadExchange("PLAIN takes three parts with a NUL between them");
        }
        return new PlainMessage(
                text(message.slice(0, first)),
                text(message.slice(first + 1, second)),
                text(message.slice(second + 1)));
    }

    private static String text(Bytes octets) throws AuthRefusal.BadExchange {
        if (octets.length() > OCTETS_MAX) {
            throw new AuthRefusal.BadExchange("a name or password is too long");
        }
        return octets.strictUtf8()
                .orElseThrow(() -> new AuthRefusal.BadExchange("a name or password is not UTF-8"));
    }

    @Override
    public String toString() {
        return "PlainMessage[" + name + "]";
    }
}
