package posthouse.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import posthouse.bytes.Bytes;

/// Reads a reply line by line: `Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [
/// SP textstring ] CRLF` (RFC 5321 §4.2), with an enhanced status code in front of each text (RFC
/// 2034 §4) or without.
public final class SmtpReplyParser {
    /// Octets of a line, without its end. RFC 5321 §4.5.3.1.5 has 510.
    public static final int LINE_OCTETS_MAX = 4096;

    /// Lines of one reply.
    public static final int LINES_MAX = 200;

    private static final Pattern ENHANCED = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: |$)");

    private final List<String> lines = new ArrayList<>();
    private String enhanced = "";

    /// What is said is no reply.
    public static final class Garbage extends Exception {
        private static final long serialVersionUID = 1;

        Garbage(String message) {
            super(message, null, false, false);
        }
    }

    /// Takes the next line, without its end.
    ///
    /// @return the reply, if this was its last line
    public Optional<SmtpReply> line(Bytes line) throws Garbage {
        String text = line.strictUtf8().orElseGet(line::latin1);
        if (text.length() < 3
                || !text.substring(0, 3).chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Garbage("'" + shortened(text) + "' is no reply");
        }
        int code = Integer.parseInt(text.substring(0, 3));
        char then = text.length() == 3 ? ' ' : text.charAt(3);
        if (code < 200 || code > 599 || then != ' ' && then != '-') {
            throw new Garbage("'" + shortened(text) + "' is no reply");
        }
        if (lines.size() == LINES_MAX) {
            throw new Garbage("a reply of more than " + LINES_MAX + " lines");
        }
        add(code, text.substring(Math.min(4, text.length())));
        return then == '-'
                ? Optional.empty()
                : Optional.of(new SmtpReply(code, enhanced, List.copyOf(lines)));
    }

    private void add(int code, String text) {
        var found = ENHANCED.matcher(text);
        if (found.lookingAt() && text.charAt(0) - '0' == code / 100) {
            enhanced = found.group(1);
            lines.add(text.substring(found.end()));
        } else {
            lines.add(text);
        }
    }

    private static String shortened(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
    }
}
