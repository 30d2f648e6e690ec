package posthouse.pop3;

import java.io.IOException;
import java.util.BitSet;
import posthouse.mailbox.Account;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.MailboxName;
import posthouse.mailbox.Message;
import posthouse.mailbox.Placement;
import posthouse.mailbox.UidSet;
import posthouse.mailbox.View;

/// INBOX as one session found it: its messages numbered from 1, their sizes, and the marks that the
/// session has made (RFC 1939 §4, §5). Nothing in it changes while others change the mailbox.
///
/// What has gone from POP3 is left out. What an IMAP client has flagged \Deleted is still there: it
/// can be taken back until it is expunged.
final class Maildrop implements AutoCloseable {
    private final Account account;
    private final Account.MaildropClaim claim;
    private final View view;

    /// The view's numbers by ours: `places[0]` is message 1.
    private final int[] places;

    private final BitSet deleted = new BitSet();
    private final BitSet retrieved = new BitSet();
    private final long octetsInAll;
    private long octetsDeleted;

    /// Takes a maildrop, which is this session's alone until closed.
    static Maildrop open(Account account) throws MailRefusal, IOException {
        var claim = account.claimMaildrop();
        try {
            int inbox = account.state().mailbox(MailboxName.INBOX).id();
            return new Maildrop(account, claim, account.select(inbox, false));
        } catch (MailRefusal | RuntimeException failure) {
            claim.close();
            throw failure;
        }
    }

    private Maildrop(Account account, Account.MaildropClaim claim, View view) throws IOException {
        this.account = account;
        this.claim = claim;
        this.view = view;
        var present = new Census(view.size());
        view.forEach(1, view.size(), present);
        places = present.places();
        octetsInAll = present.octets;
    }

    /// How many messages are not marked as deleted.
    int count() {
        return places.length - deleted.cardinality();
    }

    /// The size of those together.
    long octets() {
        return octetsInAll - octetsDeleted;
    }

    /// Gives all messages that are not marked as deleted to the sink, in order.
    void forEach(View.Sink sink) throws IOException {
        if (places.length == 0) {
            return;
        }
        var next = new int[1];
        view.forEach(
                places[0],
                places[places.length - 1],
                (place, placement) -> {
                    if (places[next[0]] == place) {
                        int number = ++next[0];
                        if (!deleted.get(number)) {
                            sink.accept(number, placement);
                        }
                    }
                });
    }

    Placement placement(int number) throws NoSuchMessage {
        if (number < 1 || number > places.length) {
            throw new NoSuchMessage(
                    "no such message, only " + counted(places.length) + " in maildrop");
        }
        if (deleted.get(number)) {
            throw new NoSuchMessage("message " + number + " already deleted");
        }
        return view.placement(places[number - 1]);
    }

    Message message(Placement placement) {
        return account.message(placement.messageId());
    }

    String uidl(Placement placement) {
        return account.uidl(placement);
    }

    /// What a client gets of a message: a CRLF at its end is counted where it is added, which is
    /// where a line is open: not behind a message of no octets.
    static long octets(Placement placement) {
        boolean lacks = (placement.bits() & Placement.LACKS_FINAL_CRLF) != 0;
        return placement.size() + (lacks && placement.size() > 0 ? 2 : 0);
    }

    void delete(int number) throws NoSuchMessage {
        octetsDeleted += octets(placement(number));
        deleted.set(number);
    }

    /// Takes all marks of deletion back. What was retrieved was retrieved.
    void reset() {
        deleted.clear();
        octetsDeleted = 0;
    }

    void retrieved(int number) {
        retrieved.set(number);
    }

    /// UPDATE (RFC 1939 §6): all that was asked for, or nothing.
    void update() throws MailRefusal {
        var kept = (BitSet) retrieved.clone();
        kept.andNot(deleted);
        if (!deleted.isEmpty() || !kept.isEmpty()) {
            account.updateMaildrop(uids(deleted), uids(kept));
        }
    }

    /// Whether the account has chosen that what was retrieved leaves the maildrop.
    boolean takesWhatIsRetrieved() {
        return switch (account.state().pop3().onRetrieve()) {
            case KEEP, READ -> false;
            case DELETE, ARCHIVE, TRASH -> true;
        };
    }

    /// `2 messages`.
    static String counted(int messages) {
        return messages == 1 ? "1 message" : messages + " messages";
    }

    /// `2 messages (320 octets)`.
    String summary() {
        return counted(count()) + " (" + octets() + " octets)";
    }

    @Override
    public void close() {
        view.close();
        claim.close();
    }

    private UidSet uids(BitSet numbers) {
        var uids = new UidSet.Builder();
        numbers.stream().forEach(number -> uids.add(view.uid(places[number - 1])));
        return uids.build();
    }

    /// Counts what is in a mailbox for POP3.
    private static final class Census implements View.Sink {
        private final int[] places;
        private int count;
        private long octets;

        Census(int most) {
            places = new int[most];
        }

        @Override
        public void accept(int place, Placement placement) {
            if ((placement.bits() & Placement.GONE_FROM_POP3) == 0) {
                places[count++] = place;
                octets += Maildrop.octets(placement);
            }
        }

        int[] places() {
            return java.util.Arrays.copyOf(places, count);
        }
    }
}
