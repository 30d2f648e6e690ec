package posthouse.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import posthouse.imap.ImapCommand.InAnyState;
import posthouse.imap.ImapCommand.WhenAuthenticated;
import posthouse.imap.ImapCommand.WhenNotAuthenticated;
import posthouse.imap.ImapCommand.WhenSelected;

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

    /// What can be switched off for a client. Not ID, by which clients are known.
    static List<String> optional() {
        var names = new ArrayList<>(ALWAYS);
        names.removeAll(List.of("IMAP4rev1", "ID"));
        names.addAll(WHEN_LOGGED_IN);
        return names;
    }

    /// @param name in upper case
    static boolean isOptional(String name) {
        return optional().stream().anyMatch(name::equalsIgnoreCase);
    }

    /// The extension that a command is part of, in upper case; empty where it always is there.
    static Optional<String> extension(ImapCommand command) {
        return switch (command) {
            case ImapCommand.Namespace _ -> Optional.of("NAMESPACE");
            case ImapCommand.Enable _ -> Optional.of("ENABLE");
            case ImapCommand.Idle _ -> Optional.of("IDLE");
            case ImapCommand.Compress _ -> Optional.of("COMPRESS=DEFLATE");
            case ImapCommand.Unauthenticate _ -> Optional.of("UNAUTHENTICATE");
            case ImapCommand.GetQuota _, ImapCommand.GetQuotaRoot _, ImapCommand.SetQuota _ ->
                    Optional.of("QUOTA");
            case ImapCommand.Unselect _ -> Optional.of("UNSELECT");
            case ImapCommand.Move _ -> Optional.of("MOVE");
            case ImapCommand.Replace _ -> Optional.of("REPLACE");
            case ImapCommand.Sort _ -> Optional.of("SORT");
            case ImapCommand.ThreadMessages thread ->
                    Optional.of(
                            thread.byReferences() ? "THREAD=REFERENCES" : "THREAD=ORDEREDSUBJECT");
            case InAnyState _, WhenNotAuthenticated _, WhenAuthenticated _, WhenSelected _ ->
                    Optional.empty();
        };
    }

    /// @param without in upper case, what is switched off; without LITERAL+ there is LITERAL- (RFC
    ///   7888 §5)
    /// @param plain whether a password may be sent over this line now
    /// @param appendLimit octets of the largest message that APPEND takes (RFC 7889 §2)
    static String line(
            Set<String> without,
            boolean loggedIn,
            long appendLimit,
            boolean startTls,
            boolean plain,
            List<String> mechanisms) {
        var names = new ArrayList<>(ALWAYS);
        if (loggedIn) {
            names.addAll(WHEN_LOGGED_IN);
            names.add("APPENDLIMIT=" + appendLimit);
        } else {
            names.add("SASL-IR");
            if (startTls) {
                names.add("STARTTLS");
            }
            if (!plain) {
                names.add("LOGINDISABLED");
            }
            mechanisms.forEach(mechanism -> names.add("AUTH=" + mechanism));
        }
        return names.stream()
                .map(name -> isIn(without, name) && name.equals("LITERAL+") ? "LITERAL-" : name)
                .filter(name -> !isIn(without, name))
                .collect(Collectors.joining(" "));
    }

    private static boolean isIn(Set<String> without, String name) {
        return without.contains(name.toUpperCase(Locale.ROOT));
    }

    /// What a client says of itself, short and without what could disturb a log.
    static String shown(String said) {
        String printable = said.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.substring(0, Math.min(printable.length(), SHOWN_MAX));
    }
}
