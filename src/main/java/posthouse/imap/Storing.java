package posthouse.imap;

import java.io.IOException;
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

    /// @return the response code for the tagged OK
    String run(ImapCommand.Store command) throws IOException, SyntaxError, MailRefusal, Refused {
        selected.checkWritable();
        if (command.unchangedSince().isPresent()) {
            selected.turnCondstoreOn(writer);
        }
        var numbers = selected.numbers(command.messages(), command.uid());
        if (numbers.isEmpty()) {
            return "";
        }
        var stored =
                account.store(
                        selected.id(),
                        selected.uids(numbers),
                        command.change(),
                        command.unchangedSince());
        selected.view().known(stored.changed(), command.change());
        selected.report(writer, false, command.uid());
        if (!command.silent() || selected.enabled().condstore()) {
            tell(stored.changed(), command);
        }
        return modified(stored.modified(), command.uid());
    }

    /// RFC 7162 §3.1.3. What is told before has their flags, where the client did not know them.
    private String modified(UidSet uids, boolean uid) {
        if (uids.isEmpty()) {
            return "";
        }
        return "MODIFIED " + (uid ? uids : selected.numbers(uids));
    }

    /// The flags of each message that has them now, whether or not it had them before; where
    /// silence is wanted, only its mod-sequence (RFC 7162 §3.1.3).
    private void tell(UidSet changed, ImapCommand.Store command) throws IOException {
        var view = selected.view();
        var fetch = writer.fetch(view.mailbox());
        for (UidSet.Range range : changed.ranges()) {
            int last = view.firstNumberAtOrAfter(range.last() + 1) - 1;
            for (int n = view.firstNumberAtOrAfter(range.first()); n <= last; n++) {
                if (changed.contains(view.uid(n))) {
                    tell(fetch, n, command);
                }
            }
        }
        fetch.done();
    }

    private void tell(FetchWriter fetch, int number, ImapCommand.Store command) throws IOException {
        if (command.silent()) {
            selected.modSeq(fetch, number);
        } else {
            selected.flags(fetch, number, command.uid());
        }
    }
}
