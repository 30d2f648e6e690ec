package posthouse.imap;

import posthouse.bytes.Bytes;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;

/// Names of mailboxes as they go over the line.
final class MailboxNames {
    private MailboxNames() {}

    /// @throws MailRefusal.BadMailboxName if there can be no such mailbox
    static MailboxName read(Bytes sent) throws MailRefusal.BadMailboxName {
        return MailboxName.of(text(sent));
    }

    /// A name, a reference or a pattern in Unicode.
    static String text(Bytes sent) throws MailRefusal.BadMailboxName {
        return ModifiedUtf7.decode(sent.latin1())
                .orElseThrow(() ->
                        new MailRefusal.BadMailboxName(
                                "a mailbox name is written in modified UTF-7"));
    }

    static String write(MailboxName name) {
        return ModifiedUtf7.encode(name.name());
    }
}
