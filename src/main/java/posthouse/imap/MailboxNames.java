package posthouse.imap;

import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;

/// Names of mailboxes as they go over the line of one session: in modified UTF-7 (RFC 3501 §5.1.3),
/// or in UTF-8 once the client has asked for it (RFC 6855 §3, RFC 9051 §5.1).
///
/// UTF-8 is understood in any case: modified UTF-7 has no octets above 127. Once UTF-8 is asked
/// for, `&` stands for itself: Thunderbird sends it so.
final class MailboxNames {
    private final Enabled enabled;

    MailboxNames(Enabled enabled) {
        this.enabled = enabled;
    }

    /// @throws MailRefusal.BadMailboxName if there can be no such mailbox
    MailboxName read(Bytes sent) throws MailRefusal.BadMailboxName {
        return MailboxName.of(text(sent));
    }

    /// A name, a reference or a pattern in Unicode.
    String text(Bytes sent) throws MailRefusal.BadMailboxName {
        return unicode(sent)
                .orElseThrow(() ->
                        new MailRefusal.BadMailboxName(
                                enabled.utf8Names()
                                        ? "a mailbox name is written in UTF-8"
                                        : "a mailbox name is written in modified UTF-7"));
    }

    private Optional<String> unicode(Bytes sent) {
        return enabled.utf8Names() || !isAscii(sent)
                ? sent.strictUtf8()
                : ModifiedUtf7.decode(sent.latin1());
    }

    private static boolean isAscii(Bytes octets) {
        return octets.latin1().chars().allMatch(c -> c < 0x80);
    }

    /// An `astring`, one octet a character.
    String write(MailboxName name) {
        return write(name.name());
    }

    /// @param name without control characters
    String write(String name) {
        if (!enabled.utf8Names()) {
            return ImapWriter.astring(ModifiedUtf7.encode(name));
        }
        Bytes octets = Bytes.utf8(name);
        return isAscii(octets) ? ImapWriter.astring(name) : ImapWriter.escaped(octets.latin1());
    }
}
