package posthouse.imap;

import java.util.ArrayList;
import java.util.List;

/// What the client has asked for and must be told from now on (RFC 5161), until the connection
/// ends.
final class Enabled {
    private boolean condstore;
    private boolean qresync;

    /// @param names as the client wrote them, in upper case; what is not known is passed over (RFC
    ///   5161 §3.1)
    /// @return those that are on now and were not, as they are written
    List<String> enable(List<String> names) {
        var now = new ArrayList<String>();
        for (String name : names) {
            switch (name) {
                case "CONDSTORE" -> {
                    if (!condstore) {
                        now.add("CONDSTORE");
                    }
                    condstore = true;
                }
                case "QRESYNC" -> {
                    if (!qresync) {
                        now.add("QRESYNC");
                    }
                    qresync = true;
                    condstore = true;
                }
                default -> {}
            }
        }
        return now;
    }

    /// Whether mod-sequences are told (RFC 7162 §3.1).
    boolean condstore() {
        return condstore;
    }

    /// Turns CONDSTORE on by another command than ENABLE.
    ///
    /// @return whether it was off
    boolean turnCondstoreOn() {
        boolean was = condstore;
        condstore = true;
        return !was;
    }

    /// Whether VANISHED is said instead of EXPUNGE (RFC 7162 §3.2.10).
    boolean qresync() {
        return qresync;
    }
}
