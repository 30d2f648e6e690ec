package posthouse.imap;

import java.io.IOException;
import posthouse.mailbox.Account;
import posthouse.mailbox.Copied;
import posthouse.mailbox.MailRefusal;

/// COPY, MOVE and their UID forms (RFC 3501 §6.4.7, RFC 6851; COPYUID: RFC 4315 §3).
final class Copying {
    private final Account account;
    private final Mailboxes mailboxes;
    private final Selected selected;
    private final ImapWriter writer;

    Copying(Account account, Mailboxes mailboxes, Selected selected, ImapWriter writer) {
        this.account = account;
        this.mailboxes = mailboxes;
        this.selected = selected;
        this.writer = writer;
    }

    /// @return the response code for the tagged OK; empty where nothing was copied
    String copy(ImapCommand.Copy command) throws SyntaxError, MailRefusal, Refused {
        var numbers = selected.numbers(command.messages(), command.uid());
        var target = mailboxes.target(command.mailbox());
        return code(account.copy(selected.id(), selected.uids(numbers), target.id()));
    }

    /// COPYUID comes before the EXPUNGEs that tell that the messages are gone (RFC 6851 §4.3):
    /// these follow at the end of the command.
    void move(ImapCommand.Move command) throws IOException, SyntaxError, MailRefusal, Refused {
        selected.checkWritable();
        var numbers = selected.numbers(command.messages(), command.uid());
        var target = mailboxes.target(command.mailbox());
        String code = code(account.move(selected.id(), selected.uids(numbers), target.id()));
        if (!code.isEmpty()) {
            writer.ok(code, "moved");
        }
    }

    private static String code(Copied copied) {
        return copied.sources().isEmpty()
                ? ""
                : ImapWriter.copyUid(copied.uidValidity(), copied.sources(), copied.targets());
    }
}
