package posthouse.imap;

import java.util.ArrayList;
import java.util.List;

/// What is announced, by the state of the session (RFC 3501 §6.1.1): only what is whole.
final class Capabilities {
    private static final List<String> ALWAYS = List.of("IMAP4rev1", "LITERAL+", "ID", "IDLE");
    private static final List<String> WHEN_LOGGED_IN =
            List.of(
                    "NAMESPACE",
                    "CHILDREN",
                    "SPECIAL-USE",
                    "UIDPLUS",
                    "MOVE",
                    "UNSELECT",
                    "ESEARCH",
                    "SEARCHRES",
                    "WITHIN",
                    "ENABLE",
                    "CONDSTORE",
                    "QRESYNC");

    /// Characters of a client's name in the log.
    private static final int SHOWN_MAX = 60;

    private Capabilities() {}

    /// @param plain whether a password may be sent over this line now
    static String line(boolean loggedIn, boolean startTls, boolean plain, List<String> mechanisms) {
        var names = new ArrayList<>(ALWAYS);
        if (loggedIn) {
            names.addAll(WHEN_LOGGED_IN);
            return String.join(" ", names);
        }
        names.add("SASL-IR");
        if (startTls) {
            names.add("STARTTLS");
        }
        if (!plain) {
            names.add("LOGINDISABLED");
        }
        mechanisms.forEach(mechanism -> names.add("AUTH=" + mechanism));
        return String.join(" ", names);
    }

    /// What a client says of itself, short and without what could disturb a log.
    static String shown(String said) {
        String printable = said.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.substring(0, Math.min(printable.length(), SHOWN_MAX));
    }
}
