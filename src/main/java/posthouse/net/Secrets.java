package posthouse.net;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import posthouse.bytes.Bytes;

/// Hides what must not be seen in a trace: passwords in the commands that carry them in clear, and
/// lines of which the session has said so.
///
/// Traces are kept and passed on, so this looks at every line, whichever protocol is spoken, and
/// hides too much rather than too little.
final class Secrets {
    private static final String HIDDEN = "…";

    /// Lines after an AUTH that are remembered; a session ends after 20 bad commands.
    private static final int STRAY_MAX = 20;

    /// POP3's PASS and APOP, IMAP's LOGIN, and a first response to AUTH or AUTHENTICATE. A tag or a
    /// user name is kept.
    private static final Pattern COMMAND =
            Pattern.compile(
                    "(?is)^(\\s*(?:\\S+\\s+)?(?:PASS|APOP|LOGIN|AUTH(?:ENTICATE)?\\s+\\S+)["
                            + " \\t]).*");

    /// A command that a secret may follow on lines of its own, also where the server has refused it
    /// and the client did not wait for that.
    private static final Pattern AUTH =
            Pattern.compile("(?is)^\\s*(?:\\S+\\s+)?AUTH(?:ENTICATE)?\\s+\\S.*");

    /// What may be a response to AUTH (RFC 4954 §4), and is hardly a command.
    private static final Pattern RESPONSE =
            Pattern.compile("([A-Za-z0-9+/]{8,}={0,2}|[A-Za-z0-9+/]{2,3}={1,2})\\r?\\n");

    /// A line that ends so is followed by a literal that belongs to it (RFC 9051 §4.3).
    private static final Pattern LITERAL = Pattern.compile("(?s).*\\{\\d+[+-]?}\\r?\\n?$");

    private boolean nextIsSecret;
    private boolean insideSecret;
    private boolean afterAuth;

    /// Responses that came as lines of their own: IMAP takes such a line for a tag, and repeats it.
    /// Written by the thread that reads, read by the one that writes.
    private final List<String> stray = new CopyOnWriteArrayList<>();

    void nextLineIsSecret() {
        nextIsSecret = true;
    }

    /// A line went by that nobody looks at.
    void lineUnseen() {
        nextIsSecret = false;
        insideSecret = false;
        afterAuth = false;
    }

    /// What may be shown of a line, which comes with its end.
    Bytes line(Bytes line) {
        String text = line.latin1();
        if (nextIsSecret || insideSecret) {
            nextIsSecret = false;
            insideSecret = insideSecret && LITERAL.matcher(text).matches();
            return Bytes.utf8(HIDDEN + "\r\n");
        }
        var response = RESPONSE.matcher(text);
        if (afterAuth && response.matches()) {
            if (stray.size() < STRAY_MAX) {
                stray.add(response.group(1));
            }
            return Bytes.utf8(HIDDEN + "\r\n");
        }
        afterAuth = AUTH.matcher(text).matches();
        var command = COMMAND.matcher(text);
        if (!command.matches()) {
            return line;
        }
        insideSecret = LITERAL.matcher(text).matches();
        return Bytes.latin1(command.group(1)).plus(Bytes.utf8(HIDDEN + "\r\n"));
    }

    /// What may be shown of what the server says.
    Bytes said(Bytes octets) {
        if (stray.isEmpty()) {
            return octets;
        }
        String text = octets.latin1();
        for (String secret : stray) {
            text = text.replace(secret, Bytes.utf8(HIDDEN).latin1());
        }
        return Bytes.latin1(text);
    }

    /// What may be shown of octets that came otherwise than as a line.
    Bytes block(Bytes octets) {
        return insideSecret ? Bytes.utf8(HIDDEN) : octets;
    }
}
