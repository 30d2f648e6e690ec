package posthouse.mailbox;

import java.util.ArrayList;
import java.util.Optional;
import posthouse.store.Range;

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
        var ranges = new ArrayList<UidSet.Range>();
        loader.store()
                .scan(
                        loader.partition(),
                        Keys.logFrom(modSeq + 1),
                        row -> {
                            var uids = loader.reading(row, LogEntry::decode).messages();
                            if (uids.containsKey(mailbox)) {
                                ranges.addAll(uids.get(mailbox).vanished().ranges());
                            }
                            return true;
                        });
        // Asked afterwards: what it still goes back to, it went back to before.
        return modSeq + 1 < logLowWater() ? Optional.empty() : Optional.of(UidSet.ofRanges(ranges));
    }

    private long logLowWater() {
        var header = loader.store().read(loader.partition(), Range.of(Keys.HEADER));
        return loader.reading(header.rows().getFirst().getFirst(), Header::decode).logLowWater();
    }
}
