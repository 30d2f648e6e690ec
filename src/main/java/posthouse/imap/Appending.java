package posthouse.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthouse.imap.ImapCommand.AppendMessage;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Addition;
import posthouse.mailbox.Appended;
import posthouse.mailbox.Incoming;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Placement;
import posthouse.mailbox.UidSet;

/// APPEND (RFC 3501 §6.3.11, RFC 3502; APPENDUID: RFC 4315 §3) and REPLACE (RFC 8508).
///
/// What is known before a message comes is checked before, so that a client that waits for the
/// go-ahead does not send it in vain. Each message goes to the store as it comes; they are put into
/// the mailbox together, or none of them.
///
/// A literal8 is stored as it is, also with a NUL in it, and what is stored is what FETCH BODY[]
/// gives: a client goes by the literal's count.
final class Appending {
    private final Accounts accounts;
    private final Account account;
    private final Mailboxes mailboxes;
    private final ImapReader reader;
    private final Enabled enabled;
    private final long octetsMax;

    Appending(
            Accounts accounts,
            Account account,
            Mailboxes mailboxes,
            ImapReader reader,
            Enabled enabled,
            long octetsMax) {
        this.accounts = accounts;
        this.account = account;
        this.mailboxes = mailboxes;
        this.reader = reader;
        this.enabled = enabled;
        this.octetsMax = octetsMax;
    }

    /// @return the response code for the tagged OK
    String append(ImapCommand.Append command)
            throws IOException, SyntaxError, MailRefusal, Refused {
        int target = mailboxes.target(command.mailbox()).id();
        var additions = new ArrayList<Addition>();
        try {
            Optional<AppendMessage> next = Optional.of(command.first());
            while (next.isPresent()) {
                checkRoom(additions);
                checkSize(reader.messageSize());
                account.checkQuota(octets(additions) + reader.messageSize(), additions.size() + 1);
                additions.add(receive(next.get()));
                next = AppendParser.behind(next.get(), reader.restOfCommand());
            }
            return code(account.append(additions, target));
        } finally {
            additions.forEach(addition -> addition.message().close());
        }
    }

    /// @return the response code that is told before the old message goes (RFC 8508 §4.3)
    String replace(ImapCommand.Replace command, Selected selected)
            throws IOException, SyntaxError, MailRefusal, Refused {
        selected.checkWritable();
        var replaced = replaced(command, selected);
        int target = mailboxes.target(command.mailbox()).id();
        checkSize(reader.messageSize());
        // Only what the account has more of afterwards counts (§3.4).
        account.checkQuota(Math.max(0, reader.messageSize() - replaced.size()), 0);
        Addition addition = receive(command.message());
        try {
            if (AppendParser.behind(command.message(), reader.restOfCommand()).isPresent()) {
                throw new SyntaxError("REPLACE takes one message");
            }
            return code(
                    List.of(
                            account.replace(addition, target, selected.id(), replaced.uid())
                                    .orElseThrow(Appending::gone)));
        } finally {
            addition.message().close();
        }
    }

    private static Placement replaced(ImapCommand.Replace command, Selected selected)
            throws SyntaxError, Refused {
        var numbers = selected.numbers(command.replaced(), command.uid());
        if (numbers.isEmpty()) {
            throw gone();
        }
        return selected.view().placement((int) numbers.getFirst().first());
    }

    private static Refused gone() {
        return new Refused("NONEXISTENT", "the message to be replaced is gone");
    }

    private static long octets(List<Addition> additions) {
        return additions.stream().mapToLong(addition -> addition.message().size()).sum();
    }

    private Addition receive(AppendMessage message) throws IOException, SyntaxError, MailRefusal {
        if (message.utf8() && !enabled.utf8Accept()) {
            throw new SyntaxError("UTF8 needs ENABLE UTF8=ACCEPT"); // RFC 6855 §4
        }
        return new Addition(receive(message.binary()), message.flags(), message.internalDate());
    }

    private static void checkRoom(List<Addition> before) throws Refused {
        if (before.size() == ImapLimits.APPENDED_MAX) {
            throw new Refused(
                    "LIMIT",
                    "at most " + ImapLimits.APPENDED_MAX + " messages are appended at once");
        }
        if (headers(before) > ImapLimits.APPENDED_HEADERS_MAX) {
            throw new Refused(
                    "LIMIT",
                    "messages appended at once have header sections of at most "
                            + ImapLimits.APPENDED_HEADERS_MAX
                            + " octets together");
        }
    }

    private static long headers(List<Addition> additions) {
        return additions.stream().mapToLong(addition -> addition.message().header().length()).sum();
    }

    private void checkSize(long octets) throws MailRefusal, Refused {
        if (octets == 0) {
            throw new Refused("", "a message has at least one octet"); // RFC 3502: cancelled
        }
        if (octets > octetsMax) {
            throw new MailRefusal.TooLarge("a message has at most " + octetsMax + " octets");
        }
    }

    private Incoming receive(boolean binary) throws IOException, SyntaxError, MailRefusal {
        InputStream octets = reader.message();
        try {
            return accounts.receive(binary ? octets : new LineEnds(octets), octetsMax);
        } catch (LineEnds.Nul _) {
            throw new SyntaxError("a message with a NUL is sent as a literal8, ~{n}");
        }
    }

    /// `"APPENDUID" SP nz-number SP append-uid`, the UIDs in the order of the messages, which is
    /// theirs.
    private static String code(List<Appended> appended) {
        long uidValidity = appended.getFirst().uidValidity();
        var uids = UidSet.of(appended.stream().mapToLong(Appended::uid).toArray());
        return "APPENDUID " + uidValidity + " " + uids;
    }
}
