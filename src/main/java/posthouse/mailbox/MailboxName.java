package posthouse.mailbox;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// The whole name of a mailbox, in Unicode (NFC), levels separated by `/`. INBOX, in whatever case,
/// is `INBOX`, also as the first level.
public record MailboxName(String name) implements Comparable<MailboxName> {
    public static final char SEPARATOR = '/';
    public static final MailboxName INBOX = new MailboxName("INBOX");

    /// Octets in UTF-8 of the whole name.
    public static final int NAME_OCTETS_MAX = 1000;

    /// Levels of the hierarchy.
    public static final int DEPTH_MAX = 32;

    /// `text` as a name, one separator at its end ignored (RFC 9051 §6.3.4 for CREATE; Thunderbird
    /// sends it elsewhere too).
    ///
    /// @throws MailRefusal.BadMailboxName if it is empty, has an empty level, a control character,
    ///   `*` or `%`, or passes a limit
    public static MailboxName of(String text) throws MailRefusal.BadMailboxName {
        String name = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (name.length() > 1 && name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > NAME_OCTETS_MAX) {
            throw new MailRefusal.BadMailboxName(
                    "a mailbox name has at most " + NAME_OCTETS_MAX + " octets");
        }
        String[] levels = name.split("/", -1);
        if (levels.length > DEPTH_MAX) {
            throw new MailRefusal.BadMailboxName(
                    "a mailbox name has at most " + DEPTH_MAX + " levels");
        }
        for (String level : levels) {
            check(level);
        }
        if (levels[0].toUpperCase(Locale.ROOT).equals("INBOX")) {
            name = "INBOX" + name.substring(5);
        }
        return new MailboxName(name);
    }

    public boolean isInbox() {
        return equals(INBOX);
    }

    /// The name one level up; empty at the top.
    public Optional<MailboxName> parent() {
        int slash = name.lastIndexOf(SEPARATOR);
        return slash < 0
                ? Optional.empty()
                : Optional.of(new MailboxName(name.substring(0, slash)));
    }

    /// The name without the levels above.
    public String lastLevel() {
        return name.substring(name.lastIndexOf(SEPARATOR) + 1);
    }

    public boolean isBelow(MailboxName other) {
        return name.startsWith(other.name + SEPARATOR);
    }

    @Override
    public int compareTo(MailboxName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }

    private static void check(String level) throws MailRefusal.BadMailboxName {
        if (level.isEmpty()) {
            throw new MailRefusal.BadMailboxName("a level of a mailbox name cannot be empty");
        }
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            if (Character.isISOControl(c) || c == '*' || c == '%' || c == 0x2028 || c == 0x2029) {
                throw new MailRefusal.BadMailboxName(
                        "a mailbox name cannot hold control characters, * or %");
            }
        }
    }
}
