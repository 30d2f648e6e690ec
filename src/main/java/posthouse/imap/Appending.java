package posthouse.imap;

import java.io.IOException;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Appended;
import posthouse.mailbox.Incoming;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxState;

/// APPEND (RFC 3501 §6.3.11; APPENDUID: RFC 4315 §3).
///
/// What is known before the message comes is checked before, so that a client that waits for the
/// go-ahead does not send it in vain.
final class Appending {
    private final Accounts accounts;
    private final Account account;
    private final Mailboxes mailboxes;
    private final ImapReader reader;
    private final long octetsMax;

    Appending(
            Accounts accounts,
            Account account,
            Mailboxes mailboxes,
            ImapReader reader,
            long octetsMax) {
        this.accounts = accounts;
        this.account = account;
        this.mailboxes = mailboxes;
        this.reader = reader;
        this.octetsMax = octetsMax;
    }

    /// @return the response code for the tagged OK
    String run(ImapCommand.Append command) throws IOException, SyntaxError, MailRefusal, Refused {
        var target = mailboxes.target(command.mailbox());
        checkSize(reader.messageSize());
        try (var message = receive()) {
            if (!reader.restOfCommand().latin1().isBlank()) {
                throw new SyntaxError("APPEND takes one message and nothing behind it");
            }
            return code(append(command, message, target));
        }
    }

    private Appended append(ImapCommand.Append command, Incoming message, MailboxState target)
            throws MailRefusal {
        return account.append(message, target.id(), command.flags(), command.internalDate());
    }

    private static String code(Appended appended) {
        return "APPENDUID " + appended.uidValidity() + " " + appended.uid();
    }

    private void checkSize(long octets) throws MailRefusal, Refused {
        if (octets == 0) {
            throw new Refused(
                    "", "a message has at least one octet"); // RFC 3502 §6.3.11: cancelled
        }
        if (octets > octetsMax) {
            throw new MailRefusal.TooLarge("a message has at most " + octetsMax + " octets");
        }
        account.checkQuota(octets, 1);
    }

    private Incoming receive() throws IOException, SyntaxError, MailRefusal {
        try {
            return accounts.receive(new LineEnds(reader.message()), octetsMax);
        } catch (LineEnds.Nul _) {
            throw new SyntaxError("a message cannot have a NUL");
        }
    }
}
