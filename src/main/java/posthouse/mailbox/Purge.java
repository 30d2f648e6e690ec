package posthouse.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesReader;
import posthouse.store.Change;
import posthouse.store.Conflict;
import posthouse.store.Partition;
import posthouse.store.Range;
import posthouse.store.Row;
import posthouse.store.Space;
import posthouse.store.Store;

/// Removes for good what has been in grace long enough or is too much, of one account.
///
/// A message goes in three steps, each of which may be repeated (DESIGN rule 5): a commit says that
/// it is being purged; its bodies lose the message's tag and its meta row goes; a commit removes
/// the note. When something is due is worked out now, so that a changed setting holds at once.
final class Purge {
    /// Pages of a deleted mailbox that go in one commit.
    private static final int PAGES_MAX = 2;

    /// Mailboxes of a removed account that are deleted in one commit.
    private static final int MAILBOXES_MAX = 100;

    private final long account;
    private final Ledger ledger;
    private final Store store;
    private boolean atOnce;
    private long gone;

    Purge(long account, Ledger ledger, Store store) {
        this.account = account;
        this.ledger = ledger;
        this.store = store;
    }

    /// @return how many messages went
    long run() {
        if (ledger.find().isEmpty()) {
            return 0;
        }
        boolean removed = ledger.runSafely(Purge::isRemoved);
        while (removed && ledger.runSafely(Purge::deleteMailboxes)) {
            // some at a time
        }
        while (step()) {
            // a row at a time
        }
        while (ledger.runSafely(this::forgetDeliveries)) {
            // some at a time
        }
        ledger.<@Nullable Void>runSafely(this::trimLog);
        if (removed) {
            removeAccount();
        }
        return gone;
    }

    /// What went, for good. The octets are those of placements; a copy's are counted too.
    record Purged(long messages, long octets) {}

    /// Takes one step more, also with what is not due: the oldest goes, or a removed account comes
    /// nearer to its end.
    Purged oldest() {
        atOnce = true;
        long before = ledger.snapshot().header().graceBytes();
        if (step()) {
            long after = ledger.snapshot().header().graceBytes();
            return new Purged(gone, Math.max(0, before - after));
        }
        boolean removed = ledger.snapshot().header().deletedSince() != 0;
        if (removed && !ledger.runSafely(Purge::deleteMailboxes)) {
            removeAccount();
        }
        return new Purged(0, 0);
    }

    static OptionalLong oldestInGrace(Draft draft) {
        var since = new ArrayList<Long>();
        draft.loader().first(Keys.GRACE).ifPresent(row -> since.add(seconds(row)));
        draft.deletedBoxes().forEach(box -> since.add(box.deletedSince()));
        if (draft.header().deletedSince() != 0) {
            since.add(draft.header().deletedSince());
        }
        return since.stream().mapToLong(Long::longValue).min();
    }

    /// Whether the account itself was removed, long enough ago.
    private static boolean isRemoved(Draft draft) {
        long since = draft.header().deletedSince();
        return since != 0 && isDue(draft, since);
    }

    private static boolean isDue(Draft draft, long since) {
        return since <= draft.seconds() - draft.settings().graceSeconds();
    }

    private static boolean isTooMuch(Draft draft) {
        return draft.header().graceBytes() > draft.settings().graceBytes();
    }

    private static boolean deleteMailboxes(Draft draft) {
        // Those below first, since none can be below one that is gone.
        var boxes =
                draft.allBoxes().stream()
                        .sorted(Comparator.comparing((Box box) -> box.state().name()).reversed())
                        .toList();
        for (Box box : boxes.subList(0, Math.min(MAILBOXES_MAX, boxes.size()))) {
            MailboxState state = box.state();
            draft.put(box.deleted(draft.header().deletedSince(), 0));
            draft.put(
                    draft.header()
                            .used(-state.bytes(), -state.messages())
                            .inGrace(state.bytes(), state.messages()));
        }
        return !boxes.isEmpty();
    }

    /// What the first commit of a step found.
    private record Begun(Bytes key, List<Long> messages) {}

    private boolean step() {
        Optional<Begun> begun = ledger.runSafely(this::begin);
        if (begun.isEmpty()) {
            return false;
        }
        drop(begun.get().messages());
        gone += begun.get().messages().size();
        ledger.<@Nullable Void>runSafely(draft -> {
            draft.delete(begun.get().key());
            return null;
        });
        return true;
    }

    /// Says what is being purged: the oldest row in grace, or some of a mailbox that was deleted
    /// before.
    private Optional<Begun> begin(Draft draft) throws MailRefusal {
        var box = draft.deletedBoxes().stream().min(Comparator.comparingLong(Box::deletedSince));
        var first = draft.loader().first(Keys.GRACE);
        if (first.isPresent()) {
            Row row = first.get();
            GraceRow grace = draft.loader().reading(row, GraceRow::decode);
            if (!grace.purging().isEmpty() || grace.placements().isEmpty()) {
                return Optional.of(new Begun(row.key(), grace.purging()));
            }
            if (box.isEmpty() || seconds(row) <= box.get().deletedSince()) {
                return goes(draft, seconds(row))
                        ? Optional.of(begin(draft, row.key(), grace))
                        : Optional.empty();
            }
        }
        return box.isPresent() && goes(draft, box.get().deletedSince())
                ? Optional.of(begin(draft, box.get()))
                : Optional.empty();
    }

    private boolean goes(Draft draft, long since) {
        return atOnce || isDue(draft, since) || isTooMuch(draft) || isRemoved(draft);
    }

    private static long seconds(Row row) {
        return posthouse.bytes.Base32Hex.parse(row.key().slice(2, 15).latin1());
    }

    private Begun begin(Draft draft, Bytes key, GraceRow grace) {
        var last = lastOnes(draft, grace.mailbox(), grace.placements());
        draft.put(key, GraceRow.purging(grace.mailbox(), last).encode());
        draft.put(draft.header().inGrace(-grace.bytes(), -grace.placements().size()));
        return new Begun(key, last);
    }

    private Begun begin(Draft draft, Box box) throws MailRefusal {
        var pages =
                draft.loader()
                        .pages(
                                box.id(),
                                0,
                                Integer.MAX_VALUE - 1,
                                PAGES_MAX,
                                box.state().uidNext());
        var placements = new ArrayList<Placement>();
        for (Page page : pages) {
            for (int i = 0; i < page.count(); i++) {
                placements.add(page.placement(i));
            }
            draft.delete(Keys.page(box.id(), page.number()));
        }
        var last = lastOnes(draft, box.id(), placements);
        Bytes key = Keys.grace(0, draft.modSeq(), 0);
        draft.put(key, GraceRow.purging(box.id(), last).encode());
        long bytes = placements.stream().mapToLong(Placement::size).sum();
        draft.put(draft.header().inGrace(-bytes, -placements.size()));
        if (pages.isEmpty()) {
            if (rehomed(draft, box)) {
                draft.drop(box);
            }
            return new Begun(key, last);
        }
        var counts = new Counts();
        placements.forEach(p -> counts.remove(p.flags(), p.size()));
        MailboxState state = box.state();
        draft.put(box.with(States.counted(state, counts, state.uidNext(), state.highestModSeq())));
        return new Begun(key, last);
    }

    /// Has the rows that name a mailbox as the one above name the one that took its place, as many
    /// as fit a commit.
    ///
    /// @return whether there is none left
    private static boolean rehomed(Draft draft, Box gone) {
        for (int id : draft.loader().below(gone.id(), Slices.ROWS_MAX)) {
            if (Slices.full(draft)) {
                return false;
            }
            Box box = draft.anyBox(id);
            if (box != null) {
                draft.put(box.deleted() ? box.succeededBy(gone.parent()) : box);
            }
        }
        return true;
    }

    /// The messages that have no other placement; of the others, notes that this one is gone.
    private static List<Long> lastOnes(Draft draft, int mailbox, List<Placement> placements) {
        var last = new ArrayList<Long>();
        for (Placement placement : placements) {
            long message = placement.messageId();
            var others =
                    (placement.bits() & Placement.HAS_OTHERS) == 0
                            ? Optional.<Others>empty()
                            : Sharing.of(draft, message);
            if (others.isPresent()) {
                Sharing.put(draft, message, others.get().without(mailbox, placement.uid()));
                continue;
            }
            last.add(message);
            if ((placement.bits() & Placement.OWN_UIDL) != 0) {
                draft.delete(Keys.ownUidl(message));
            }
        }
        return last;
    }

    /// Takes the messages' tags from their bodies, and their meta rows away.
    private void drop(List<Long> messages) {
        var deletes = new HashMap<Partition, List<Change>>();
        for (long message : messages) {
            Partition partition = Keys.meta(account, message);
            Bytes key = Keys.meta(message);
            store.read(partition, Range.of(key))
                    .value()
                    .ifPresent(value -> unlink(partition, key, message, value));
            deletes.computeIfAbsent(partition, _ -> new ArrayList<>()).add(new Change.Delete(key));
        }
        deletes.forEach(this::commit);
    }

    private void unlink(Partition partition, Bytes key, long message, Bytes value) {
        Meta meta = Format.reading(partition, key, () -> Meta.decode(value));
        String tag = Keys.tag(account, message);
        if (meta.headerBody() != 0) {
            store.bodies().unlink(meta.headerBody(), tag);
        }
        if (meta.contentBody() != 0) {
            store.bodies().unlink(meta.contentBody(), tag);
        }
    }

    private void commit(Partition partition, List<Change> changes) {
        while (!tryCommit(partition, changes)) {
            // Another process changed it meanwhile.
        }
    }

    private boolean tryCommit(Partition partition, List<Change> changes) {
        long revision = store.read(partition, Range.of(Bytes.latin1("0"))).revision();
        try {
            store.commit(partition, revision, changes, List.of()).await();
            return true;
        } catch (Conflict _) {
            return false;
        }
    }

    /// Forgets some deliveries whose time is over (DESIGN rule 13).
    ///
    /// @return whether there may be more
    private boolean forgetDeliveries(Draft draft) {
        long before = draft.seconds() - draft.loader().limits().deliveryTime().toSeconds();
        int most = Slices.ROWS_MAX / 2;
        var old = new ArrayList<Bytes>();
        store.scan(
                draft.loader().partition(),
                Keys.DELIVERIES,
                row -> {
                    if (draft.loader().reading(row, Purge::deliveredAt) <= before) {
                        old.add(row.key());
                    }
                    return old.size() < most;
                });
        old.forEach(draft::delete);
        return old.size() == most;
    }

    private static long deliveredAt(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, Adding.FORMAT);
        return in.varint();
    }

    private @Nullable Void trimLog(Draft draft) {
        long before = draft.seconds() - draft.loader().limits().logTime().toSeconds();
        long[] lowWater = {draft.header().nextModSeq() - draft.loader().limits().logEntries()};
        store.scan(
                draft.loader().partition(),
                Keys.LOG,
                row -> {
                    if (draft.loader().reading(row, LogEntry::decode).seconds() > before) {
                        return false;
                    }
                    lowWater[0] = Math.max(lowWater[0], Keys.modSeq(row.key()) + 1);
                    return true;
                });
        draft.trimLog(lowWater[0]);
        return null;
    }

    /// Takes away all that is left of the account, its own rows last.
    private void removeAccount() {
        for (Space space : List.of(Space.META, Space.THREAD)) {
            String prefix = Keys.number(account) + "/";
            for (Partition partition : store.partitions(space).toList()) {
                if (partition.id().startsWith(prefix)) {
                    commit(partition, List.of(new Change.DeleteRange(Range.ALL)));
                }
            }
        }
        commit(Keys.account(account), List.of(new Change.DeleteRange(Range.ALL)));
        var _ = ledger.forget();
    }
}
