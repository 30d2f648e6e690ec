package posthouse.mailbox;

import java.util.ArrayList;
import java.util.Optional;
import posthouse.store.Range;
import posthouse.store.Row;

/// Which messages went from a mailbox, read from the account's log (DESIGN rule 11).
final class Vanished {
    private final Loader loader;
    private final int mailbox;

    Vanished(Loader loader, int mailbox) {
        this.loader = loader;
        this.mailbox = mailbox;
    }

    /// The UIDs that went with a mod-sequence above `modSeq`; empty where the log does not go back
    /// so far.
    Optional<UidSet> since(long modSeq) {
        if (modSeq == Long.MAX_VALUE) {
            return Optional.of(UidSet.EMPTY);
        }
        // Both from one revision: else what is trimmed meanwhile would be missed.
        var view =
                loader.store()
                        .read(loader.partition(), Range.of(Keys.HEADER), Keys.logFrom(modSeq + 1));
        var header = view.rows().getFirst().getFirst();
        if (modSeq + 1 < loader.reading(header, Header::decode).logLowWater()) {
            return Optional.empty();
        }
        var ranges = new ArrayList<UidSet.Range>();
        for (Row row : view.rows().getLast()) {
            var uids = loader.reading(row, LogEntry::decode).messages().get(mailbox);
            if (uids != null) {
                ranges.addAll(uids.vanished().ranges());
            }
        }
        return Optional.of(UidSet.ofRanges(ranges));
    }
}
