package posthouse.journal;

import java.util.ArrayList;
import java.util.List;

/// Something that has happened to a message. Whatever it is made of, each of its texts is one line
/// and short: what is longer ends in `…`.
///
/// @param id of the message's way through this server; that of a report on it, or of a copy that is
///   passed on, begins with the id of the message and a dot
/// @param messageId its Message-ID without angle brackets; empty where it is not known
/// @param from the reverse-path without angle brackets; `<>` for notices, empty where not known
/// @param recipients those whom it concerns, without angle brackets
/// @param host of the other side, with its address; empty where nobody else has to do with it
/// @param security the TLS version and cipher; empty for none
/// @param text what was said, or what there is to say
public record Event(
        Kind kind,
        String id,
        String messageId,
        String from,
        List<String> recipients,
        String host,
        String security,
        String text) {
    /// The id of what is of no message.
    static final String NO_MESSAGE = "-";

    static final int ID_CHARACTERS_MAX = 200;
    static final int MESSAGE_ID_CHARACTERS_MAX = 320;
    static final int ADDRESS_CHARACTERS_MAX = 320;
    static final int HOST_CHARACTERS_MAX = 320;
    static final int SECURITY_CHARACTERS_MAX = 100;
    static final int TEXT_CHARACTERS_MAX = 500;

    /// Recipients in one row of the store.
    static final int RECIPIENTS_MAX = 50;

    public Event {
        id = line(id, ID_CHARACTERS_MAX);
        messageId = line(withoutBrackets(messageId), MESSAGE_ID_CHARACTERS_MAX);
        from = line(withoutBrackets(from), ADDRESS_CHARACTERS_MAX);
        recipients =
                recipients.stream()
                        .map(it -> line(withoutBrackets(it), ADDRESS_CHARACTERS_MAX))
                        .toList();
        host = line(host, HOST_CHARACTERS_MAX);
        security = line(security, SECURITY_CHARACTERS_MAX);
        text = line(text, TEXT_CHARACTERS_MAX);
    }

    /// One of which nothing more is known yet.
    public static Event of(Kind kind, String id) {
        return new Event(kind, id, "", "", List.of(), "", "", "");
    }

    public Event messageId(String other) {
        return new Event(kind, id, other, from, recipients, host, security, text);
    }

    public Event from(String other) {
        return new Event(kind, id, messageId, other, recipients, host, security, text);
    }

    public Event to(List<String> others) {
        return new Event(kind, id, messageId, from, others, host, security, text);
    }

    public Event by(String otherHost, String otherSecurity) {
        return new Event(kind, id, messageId, from, recipients, otherHost, otherSecurity, text);
    }

    public Event saying(String other) {
        return new Event(kind, id, messageId, from, recipients, host, security, other);
    }

    /// The message that it is about: the id, and for a report that of the message reported on.
    String root() {
        return rootOf(id);
    }

    static String rootOf(String id) {
        int dot = id.indexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }

    /// The same in as many events as it takes for none to have too many recipients.
    List<Event> parts() {
        if (recipients.size() <= RECIPIENTS_MAX) {
            return List.of(this);
        }
        var parts = new ArrayList<Event>();
        for (int from = 0; from < recipients.size(); from += RECIPIENTS_MAX) {
            int to = Math.min(recipients.size(), from + RECIPIENTS_MAX);
            parts.add(to(recipients.subList(from, to)));
        }
        return parts;
    }

    static String withoutBrackets(String path) {
        boolean bracketed = path.length() > 2 && path.startsWith("<") && path.endsWith(">");
        return bracketed ? path.substring(1, path.length() - 1) : path;
    }

    /// What others say may neither begin a line of its own nor steer the terminal.
    private static String line(String text, int max) {
        boolean tooLong = text.length() > max;
        int end = tooLong ? max - 1 : text.length();
        if (tooLong && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        var line = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return tooLong ? line.append('…').toString() : line.toString();
    }
}
