package posthouse.net;

import java.util.regex.Pattern;
import posthouse.bytes.Bytes;

/// Hides what must not be seen in a trace: passwords in the commands that carry them in clear, and
/// lines of which the session has said so.
///
/// Traces are kept and passed on, so this looks at every line, whichever protocol is spoken, and
/// hides too much rather than too little.
final class Secrets {
    private static final String HIDDEN = "…";

    /// POP3's PASS and APOP, IMAP's LOGIN, and a first response to AUTH or AUTHENTICATE. A tag or a
    /// user name is kept.
    private static final Pattern COMMAND =
            Pattern.compile(
                    "(?is)^(\\s*(?:\\S+\\s+)?(?:PASS|APOP|LOGIN|AUTH(?:ENTICATE)?\\s+\\S+)\\s).*");

    /// A line that ends so is followed by a literal that belongs to it (RFC 9051 §4.3).
    private static final Pattern LITERAL = Pattern.compile("(?s).*\\{\\d+[+-]?}\\r?\\n?$");

    private boolean nextIsSecret;
    private boolean insideSecret;

    void nextLineIsSecret() {
        nextIsSecret = true;
    }

    /// A line went by that nobody looks at.
    void lineUnseen() {
        nextIsSecret = false;
        insideSecret = false;
    }

    /// What may be shown of a line, which comes with its end.
    Bytes line(Bytes line) {
        String text = line.latin1();
        if (nextIsSecret || insideSecret) {
            nextIsSecret = false;
            insideSecret = insideSecret && LITERAL.matcher(text).matches();
            return Bytes.utf8(HIDDEN + "\r\n");
        }
        var command = COMMAND.matcher(text);
        if (!command.matches()) {
            return line;
        }
        insideSecret = LITERAL.matcher(text).matches();
        return Bytes.latin1(command.group(1)).plus(Bytes.utf8(HIDDEN + "\r\n"));
    }

    /// What may be shown of octets that came otherwise than as a line.
    Bytes block(Bytes octets) {
        return insideSecret ? Bytes.utf8(HIDDEN) : octets;
    }
}
