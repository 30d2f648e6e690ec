package posthouse.imap;

import java.util.ArrayList;
import java.util.List;

/// What is announced, by the state of the session (RFC 3501 §6.1.1): only what is whole.
final class Capabilities {
    private static final List<String> ALWAYS =
            List.of("IMAP4rev1", "IMAP4rev2", "LITERAL+", "ID", "IDLE");
    private static final List<String> WHEN_LOGGED_IN =
            List.of(
                    "NAMESPACE",
                    "CHILDREN",
                    "SPECIAL-USE",
                    "UIDPLUS",
                    "MOVE",
                    "MULTIAPPEND",
                    "REPLACE",
                    "BINARY",
                    "UNSELECT",
                    "ESEARCH",
                    "SEARCHRES",
                    "WITHIN",
                    "ENABLE",
                    "UTF8=ACCEPT",
                    "CONDSTORE",
                    "QRESYNC",
                    "LIST-EXTENDED",
                    "LIST-STATUS",
                    "STATUS=SIZE",
                    "CREATE-SPECIAL-USE",
                    "OBJECTID",
                    "SAVEDATE",
                    "PREVIEW",
                    "PARTIAL",
                    "COMPRESS=DEFLATE",
                    "INPROGRESS",
                    "UNAUTHENTICATE",
                    "QUOTA",
                    "QUOTA=RES-STORAGE",
                    "QUOTA=RES-MESSAGE",
                    "SORT",
                    "SORT=DISPLAY",
                    "THREAD=ORDEREDSUBJECT",
                    "THREAD=REFERENCES");

    /// Characters of a client's name in the log.
    private static final int SHOWN_MAX = 60;

    private Capabilities() {}

    /// @param plain whether a password may be sent over this line now
    /// @param appendLimit octets of the largest message that APPEND takes (RFC 7889 §2)
    static String line(
            boolean loggedIn,
            long appendLimit,
            boolean startTls,
            boolean plain,
            List<String> mechanisms) {
        var names = new ArrayList<>(ALWAYS);
        if (loggedIn) {
            names.addAll(WHEN_LOGGED_IN);
            names.add("APPENDLIMIT=" + appendLimit);
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
