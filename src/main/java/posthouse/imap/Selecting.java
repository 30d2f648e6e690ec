package posthouse.imap;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import posthouse.mailbox.Account;
import posthouse.mailbox.Flags;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.View;

/// SELECT and EXAMINE (RFC 3501 §6.3.1, §6.3.2; RFC 9051 §6.3.2, §6.3.3).
final class Selecting {
    private static final int BLOCK = 4096;

    private final Account account;
    private final ImapWriter writer;
    private final MailboxNames names;
    private final Listing listing;
    private final Enabled enabled;

    Selecting(
            Account account,
            ImapWriter writer,
            MailboxNames names,
            Listing listing,
            Enabled enabled) {
        this.account = account;
        this.writer = writer;
        this.names = names;
        this.listing = listing;
        this.enabled = enabled;
    }

    Selected run(ImapCommand.Select command) throws IOException, MailRefusal {
        var name = names.read(command.mailbox());
        int id = account.state().mailbox(name).id();
        var view = account.select(id, !command.readOnly());
        var selected = new Selected(view, command.readOnly(), enabled);
        if (command.condstore()) {
            var _ = enabled.turnCondstoreOn();
        }
        try {
            describe(selected);
            if (enabled.imap4rev2()) {
                listing.selected(command.mailbox());
            }
            if (command.resync().isPresent()) {
                new Resyncing(selected, writer).run(command.resync().get());
            }
        } catch (IOException | MailRefusal | RuntimeException failure) {
            selected.close();
            throw failure;
        }
        return selected;
    }

    private void describe(Selected selected) throws IOException {
        View view = selected.view();
        var mailbox = view.mailbox();
        writer.flags(mailbox.keywords(), !selected.readOnly());
        writer.exists(view.size());
        if (!enabled.imap4rev2()) {
            writer.recent(view.recentCount());
            tellFirstUnseen(view);
        }
        writer.ok("UIDVALIDITY " + mailbox.uidValidity(), "UIDs are valid");
        writer.ok("UIDNEXT " + mailbox.uidNext(), "the next UID");
        writer.highestModSeq(mailbox.highestModSeq()); // RFC 7162 §3.1.2.1
        writer.ok(ImapWriter.mailboxId(mailbox), "the mailbox for life");
    }

    private void tellFirstUnseen(View view) throws IOException {
        int unseen = view.mailbox().unseen() == 0 ? 0 : firstUnseen(view);
        if (unseen > 0) {
            writer.ok("UNSEEN " + unseen, "the first unseen message");
        }
    }

    private static int firstUnseen(View view) throws IOException {
        var found = new AtomicInteger();
        for (int first = 1; first <= view.size() && found.get() == 0; first += BLOCK) {
            int last = Math.min(view.size(), first + BLOCK - 1);
            view.forEach(
                    first,
                    last,
                    (number, placement) -> {
                        if (found.get() == 0 && !placement.flags().has(Flags.SEEN)) {
                            found.set(number);
                        }
                    });
        }
        return found.get();
    }
}
