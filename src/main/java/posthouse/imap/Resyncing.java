package posthouse.imap;

import java.io.IOException;
import posthouse.mailbox.UidSet;
import posthouse.mailbox.View;

/// SELECT (QRESYNC …): tells what has changed since a client last knew the mailbox (RFC 7162
/// §3.2.5).
final class Resyncing {
    private static final int NUMBERS_MAX = 100_000;

    private final Selected selected;
    private final View view;
    private final ImapWriter writer;

    Resyncing(Selected selected, ImapWriter writer) {
        this.selected = selected;
        view = selected.view();
        this.writer = writer;
    }

    /// With another UIDVALIDITY nothing: the client sees it by that.
    void run(Resync resync) throws IOException {
        if (resync.uidValidity() != view.mailbox().uidValidity()) {
            return;
        }
        UidSet known = known(resync);
        UidSet mayHaveGone = known.within(matched(resync) + 1, view.mailbox().uidNext());
        writer.vanished(view.vanished(resync.modSeq(), mayHaveGone), true);
        var fetch = writer.fetch(view.mailbox());
        view.forEach(
                1,
                view.size(),
                (number, placement) -> {
                    if (placement.modSeq() > resync.modSeq() && known.contains(placement.uid())) {
                        selected.flags(fetch, number, true);
                    }
                });
        fetch.done();
    }

    private UidSet known(Resync resync) {
        long last = view.mailbox().uidNext() - 1;
        if (last == 0) {
            return UidSet.EMPTY;
        }
        return resync.known().map(uids -> uids.resolve(last)).orElse(UidSet.range(1, last));
    }

    /// The highest UID up to which the client knows what went: where one of its messages has the
    /// number that it knew (§3.2.5.2). 0 where it has none.
    private long matched(Resync resync) {
        if (resync.match().isEmpty()) {
            return 0;
        }
        var numbers = resync.match().get().numbers().resolve(view.size()).uids();
        var uids = resync.match().get().uids().resolve(selected.lastUid()).uids().iterator();
        long matched = 0;
        for (long number : numbers.limit(NUMBERS_MAX).toArray()) {
            if (number > view.size() || !uids.hasNext() || view.uid((int) number) != uids.next()) {
                break;
            }
            matched = view.uid((int) number);
        }
        return matched;
    }
}
