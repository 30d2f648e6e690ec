package posthouse.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What the client has asked for and must be told from now on (RFC 5161, RFC 9051 §6.3.1), until
/// the connection or the login ends.
final class Enabled {
    private enum Extension {
        CONDSTORE("CONDSTORE"),
        QRESYNC("QRESYNC"),
        UTF8_ACCEPT("UTF8=ACCEPT"),
        IMAP4REV2("IMAP4rev2");

        private final String text;

        Extension(String text) {
            this.text = text;
        }
    }

    private final Set<Extension> on = EnumSet.noneOf(Extension.class);

    /// @param names in any case; what is not known is passed over (RFC 5161 §3.1)
    /// @return those that are on now and were not, as they are written
    List<String> enable(List<String> names) {
        var now = new ArrayList<String>();
        for (String name : names) {
            for (Extension extension : Extension.values()) {
                if (extension.text.equalsIgnoreCase(name) && on.add(extension)) {
                    now.add(extension.text);
                }
            }
        }
        return now;
    }

    /// Nothing is on any more (RFC 8437 §4.1).
    void clear() {
        on.clear();
    }

    /// Whether mod-sequences are told (RFC 7162 §3.1); QRESYNC asks for them too (§3.2.3).
    boolean condstore() {
        return on.contains(Extension.CONDSTORE) || qresync();
    }

    /// Turns CONDSTORE on by another command than ENABLE.
    ///
    /// @return whether it was off
    boolean turnCondstoreOn() {
        boolean was = condstore();
        on.add(Extension.CONDSTORE);
        return !was;
    }

    /// Whether VANISHED is said instead of EXPUNGE (RFC 7162 §3.2.10).
    boolean qresync() {
        return on.contains(Extension.QRESYNC);
    }

    /// Whether the client speaks IMAP4rev2: then nothing is told that RFC 9051 (appendix E) has
    /// taken out of IMAP4rev1.
    boolean imap4rev2() {
        return on.contains(Extension.IMAP4REV2);
    }

    /// Whether RFC 6855 is in force.
    boolean utf8Accept() {
        return on.contains(Extension.UTF8_ACCEPT);
    }

    /// Whether names of mailboxes go over the line in UTF-8 (RFC 6855 §3, RFC 9051 §5.1).
    boolean utf8Names() {
        return utf8Accept() || imap4rev2();
    }
}
