package posthouse.imap;

import java.io.IOException;
import java.util.OptionalLong;
import posthouse.mailbox.Account;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.UidSet;

/// STORE and UID STORE (RFC 3501 §6.4.6).
final class Storing {
    private final Account account;
    private final Selected selected;
    private final ImapWriter writer;

    Storing(Account account, Selected selected, ImapWriter writer) {
        this.account = account;
        this.selected = selected;
        this.writer = writer;
    }

    void run(ImapCommand.Store command) throws IOException, SyntaxError, MailRefusal, Refused {
        selected.checkWritable();
        var numbers = selected.numbers(command.messages(), command.uid());
        if (numbers.isEmpty()) {
            return;
        }
        var stored =
                account.store(
                        selected.id(),
                        selected.uids(numbers),
                        command.change(),
                        OptionalLong.empty());
        selected.view().known(stored.changed());
        selected.report(writer, false, command.uid());
        if (!command.silent()) {
            tell(stored.changed(), command.uid());
        }
    }

    /// The flags of each message that has them now, whether or not it had them before.
    private void tell(UidSet changed, boolean uid) throws IOException {
        var view = selected.view();
        var fetch = writer.fetch(view.mailbox());
        for (UidSet.Range range : changed.ranges()) {
            int last = view.firstNumberAtOrAfter(range.last() + 1) - 1;
            for (int n = view.firstNumberAtOrAfter(range.first()); n <= last; n++) {
                if (changed.contains(view.uid(n))) {
                    selected.flags(fetch, n, uid);
                }
            }
        }
        fetch.done();
    }
}
