package posthouse.mailbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.address.Address;
import posthouse.bytes.Base32Hex;
import posthouse.bytes.Bytes;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.time.Clock;

/// One user's mail. One object for each account in a process, shared by all its sessions; any
/// thread.
///
/// Every change returns once it is durable and visible, and throws [MailRefusal] where it may not
/// be done (then nothing was changed) or [posthouse.store.StoreFailure] where it could not. A
/// mailbox is named by its id, which a rename does not change; a method that is given the id of a
/// mailbox that is gone throws [MailRefusal.NoSuchMailbox].
public final class Account {
    private static final Logger LOG = LoggerFactory.getLogger(Account.class);

    private final long id;
    private final Accounts owner;
    private final Store store;
    private final MailLimits limits;
    private final Ids ids;
    private final Ledger ledger;
    private final AtomicReference<@Nullable Claim> claim = new AtomicReference<>();

    private final AtomicInteger views = new AtomicInteger();
    private volatile long lastUse;

    Account(long id, Accounts owner, Store store, Clock clock, MailLimits limits, Ids ids) {
        this.id = id;
        this.owner = owner;
        this.store = store;
        this.limits = limits;
        this.ids = ids;
        ledger = new Ledger(new Loader(store, Keys.account(id), limits), clock);
    }

    public long id() {
        return id;
    }

    /// The account's first address.
    public Address address() {
        String text = ledger.snapshot().header().address();
        return Address.parse(text)
                .orElseThrow(
                        () -> new StoreFailure("the account " + id + " has the address " + text));
    }

    public AccountState state() {
        return ledger.snapshot().state();
    }

    // Mailboxes.

    /// Creates the mailbox and the levels above it that are missing (RFC 9051 §6.3.4).
    public MailboxState create(MailboxName name) throws MailRefusal {
        return create(name, Optional.empty());
    }

    /// Creates it for a role that no mailbox has yet (RFC 6154 §3), else throws
    /// [MailRefusal.Forbidden].
    public MailboxState create(MailboxName name, Optional<Role> role) throws MailRefusal {
        return ledger.run(draft -> new Mailboxes(draft, limits).create(name, role).state());
    }

    /// Puts the mailbox into the grace area; its name stays subscribed. One that has others below
    /// it goes too and leaves them where they are: a parent that is missing is created again,
    /// empty, with another UIDVALIDITY (so no name is ever \Noselect; Outlook strands mail in
    /// those).
    public void delete(MailboxName name) throws MailRefusal {
        ledger.<@Nullable Void>run(draft -> {
            new Mailboxes(draft, limits).delete(name);
            return null;
        });
    }

    /// Renames the mailbox and those below it; missing levels above the new name are created. The
    /// old names stay subscribed, and the new ones become so (RFC 9051 §6.3.6). INBOX: its messages
    /// move to a new mailbox (RFC 9051 §6.3.6).
    public void rename(MailboxName from, MailboxName to) throws MailRefusal {
        if (from.isInbox()) {
            renameInbox(to);
            return;
        }
        while (!ledger.run(draft -> new Mailboxes(draft, limits).rename(from, to))) {
            // The names that stay subscribed, some at a time.
        }
    }

    /// The new mailbox comes with the messages, or the first of very many, in one commit; what does
    /// not fit it follows as with [#move].
    private void renameInbox(MailboxName to) throws MailRefusal {
        int inbox = state().mailbox(MailboxName.INBOX).id();
        UidSet all = UidSet.range(1, Uids.MAX);
        var begun =
                ledger.run(draft -> {
                    int target = new Mailboxes(draft, limits).create(to, Optional.empty()).id();
                    long end = draft.box(inbox).state().uidNext();
                    int next = new Moving(inbox, all, target, limits).apply(draft, 0, end).next();
                    return new RenamedInbox(target, end, next);
                });
        var moving = new Moving(inbox, all, begun.target(), limits);
        for (int from = begun.next(); from >= 0; ) {
            int start = from;
            from = ledger.run(draft -> moving.apply(draft, start, begun.end()).next());
        }
    }

    /// How far a RENAME of INBOX has come: UIDs below `end` are to move, those of the pages before
    /// `next` have; negative: all have.
    private record RenamedInbox(int target, long end, int next) {}

    /// To unsubscribe from a name that is not subscribed does nothing.
    ///
    /// @throws MailRefusal.NoSuchMailbox if a name is to be subscribed that has no mailbox and is
    ///   not subscribed
    public void subscribe(MailboxName name, boolean subscribed) throws MailRefusal {
        ledger.<@Nullable Void>run(draft -> {
            new Mailboxes(draft, limits).subscribe(name, subscribed);
            return null;
        });
    }

    // Messages in.

    /// Throws [MailRefusal.OverQuota] if a message of that size could not be added now.
    public void checkQuota(long bytes, long messages) throws MailRefusal.OverQuota {
        Snapshot now = ledger.snapshot();
        Quota.check(now.header(), now.settings(), bytes, messages);
    }

    /// Delivers into a mailbox, normally INBOX: `trace` (whole header fields with CRLF) goes in
    /// front of the header section.
    ///
    /// @param once where given, names this delivery: if the same was delivered before and not yet
    ///   forgotten, nothing is added and the answer is empty (DESIGN rule 13)
    public Optional<Appended> deliver(
            Incoming message, Bytes trace, int mailbox, Optional<Bytes> once) throws MailRefusal {
        var order = new Adding.Order(mailbox, FlagChange.set(0, List.of()), Optional.empty(), once);
        return add(message, trace, order);
    }

    /// Forgets a name given as `once`.
    public void forgetDelivery(Bytes once) {
        ledger.<@Nullable Void>runSafely(draft -> {
            draft.delete(Keys.delivery(once));
            return null;
        });
    }

    /// Appends one message.
    public Appended append(Addition addition, int mailbox) throws MailRefusal {
        return append(List.of(addition), mailbox).getFirst();
    }

    /// Appends all or nothing (RFC 9051 §6.3.12, RFC 3502), in one commit. What does not fit one
    /// takes several: then what was appended is expunged where the rest is refused, but a power cut
    /// or a failure of the store between them leaves a part.
    ///
    /// @param additions one or more
    public List<Appended> append(List<Addition> additions, int mailbox) throws MailRefusal {
        long octets = 0;
        for (Addition addition : additions) {
            octets += addition.message().header().length() + addition.message().contentSize();
        }
        checkQuota(octets, additions.size());
        var appended = new ArrayList<Appended>(additions.size());
        try {
            while (appended.size() < additions.size()) {
                var rest = additions.subList(appended.size(), additions.size());
                try (var adding = new AddingAll(this::adding, rest, mailbox)) {
                    appended.addAll(ledger.run(adding::append));
                }
            }
            return appended;
        } catch (MailRefusal refusal) {
            for (Appended each : appended) {
                var _ = ledger.run(draft -> Expunging.one(draft, mailbox, each.uid()));
            }
            throw refusal;
        }
    }

    /// Appends a message and takes another out of a mailbox, in one commit (RFC 8508). Only what
    /// the account has more of afterwards counts against its quota.
    ///
    /// @param uid of the message that goes, in the mailbox `source`
    /// @return empty, and nothing has changed, where it has gone already
    public Optional<Appended> replace(Addition addition, int mailbox, int source, long uid)
            throws MailRefusal {
        try (var adding = new AddingAll(this::adding, List.of(addition), mailbox)) {
            return ledger.run(draft -> {
                if (!Expunging.one(draft, source, uid)) {
                    return Optional.empty();
                }
                return Optional.of(adding.append(draft).getFirst());
            });
        }
    }

    private Adding adding(Addition addition) {
        return new Adding(
                id, limits, store.bodies(), addition.message(), Bytes.EMPTY, ids.nextMessage());
    }

    private Optional<Appended> add(Incoming message, Bytes trace, Adding.Order order)
            throws MailRefusal {
        checkQuota(trace.length() + message.header().length() + message.contentSize(), 1);
        try (var adding =
                new Adding(id, limits, store.bodies(), message, trace, ids.nextMessage())) {
            return ledger.run(draft -> adding.apply(draft, order));
        }
    }

    // Messages changed.

    /// Changes flags. UIDs that are not there are passed over. An operation on very many may span
    /// several commits.
    ///
    /// @param unchangedSince leaves alone, and reports, what has a higher mod-sequence
    public Stored store(int mailbox, UidSet uids, FlagChange change, OptionalLong unchangedSince)
            throws MailRefusal {
        var flagging = new Flagging(mailbox, uids, change, unchangedSince, limits);
        var changed = new UidSet.Builder();
        var modified = new UidSet.Builder();
        for (int from = 0; from >= 0; ) {
            int start = from;
            var slice = ledger.run(draft -> flagging.apply(draft, start));
            changed.addAll(slice.changed());
            modified.addAll(slice.modified());
            from = slice.next();
        }
        return new Stored(changed.build(), modified.build());
    }

    /// Copies all or nothing. UIDs that are not there are passed over.
    public Copied copy(int mailbox, UidSet uids, int target) throws MailRefusal {
        var copying = new Copying(mailbox, uids, target, limits);
        try {
            return ledger.run(copying::apply);
        } catch (Draft.TooLarge _) {
            return new LargeCopy(ledger, mailbox, uids, target, limits).run();
        }
    }

    /// Moves (RFC 6851). Moving into the mailbox itself gives new UIDs.
    public Copied move(int mailbox, UidSet uids, int target) throws MailRefusal {
        var moving = new Moving(mailbox, uids, target, limits);
        long end = ledger.run(draft -> draft.box(mailbox).state().uidNext());
        var sources = new ArrayList<Long>();
        var targets = new ArrayList<Long>();
        long uidValidity = 0;
        for (int from = 0; from >= 0; ) {
            int start = from;
            var slice = ledger.run(draft -> moving.apply(draft, start, end));
            uidValidity = slice.copied().uidValidity();
            sources.addAll(slice.copied().sources());
            targets.addAll(slice.copied().targets());
            from = slice.next();
        }
        return new Copied(uidValidity, sources, targets);
    }

    /// Puts those of `uids` that have \Deleted into the grace area.
    ///
    /// @return the UIDs that went
    public UidSet expunge(int mailbox, UidSet uids) throws MailRefusal {
        var expunging = new Expunging(mailbox, uids);
        var gone = new UidSet.Builder();
        for (int from = 0; from >= 0; ) {
            int start = from;
            var slice = ledger.run(draft -> expunging.apply(draft, start));
            gone.addAll(slice.gone());
            from = slice.next();
        }
        purgeIfNothingIsKept();
        return gone.build();
    }

    // POP3.

    /// Takes the maildrop for a session (RFC 1939 §3) until the claim is closed.
    public MaildropClaim claimMaildrop() throws MailRefusal.MaildropInUse {
        var mine = new Claim();
        if (!claim.compareAndSet(null, mine)) {
            throw new MailRefusal.MaildropInUse();
        }
        return mine;
    }

    /// UPDATE (RFC 1939 §6): one commit or nothing. What is gone meanwhile is passed over.
    public void updateMaildrop(UidSet deleted, UidSet retrieved) throws MailRefusal {
        var maildrop = new Maildrop(limits);
        try {
            ledger.<@Nullable Void>run(draft -> {
                var steps = Maildrop.steps(draft.settings().pop3(), deleted, retrieved);
                if (!maildrop.applyAll(draft, steps)) {
                    throw new Draft.TooLarge();
                }
                return null;
            });
        } catch (Draft.TooLarge _) {
            updateInSteps(maildrop, deleted, retrieved);
        }
        purgeIfNothingIsKept();
    }

    /// First what is to be done becomes durable, then it is done.
    private void updateInSteps(Maildrop maildrop, UidSet deleted, UidSet retrieved)
            throws MailRefusal {
        var intents = new TreeMap<Bytes, Maildrop.Step>();
        ledger.<@Nullable Void>run(draft -> {
            intents.clear();
            var steps = Maildrop.steps(draft.settings().pop3(), deleted, retrieved);
            for (var step : Intent.cut(steps)) {
                Bytes key = Keys.intent(draft.modSeq(), intents.size());
                intents.put(key, step);
                draft.put(key, Intent.encode(step));
            }
            return null;
        });
        for (var intent : intents.entrySet()) {
            for (int from = 0; from >= 0; ) {
                int start = from;
                from = ledger.run(draft -> carryOn(maildrop, draft, intent, start));
            }
        }
    }

    private static int carryOn(
            Maildrop maildrop, Draft draft, Map.Entry<Bytes, Maildrop.Step> intent, int from)
            throws MailRefusal {
        int next = maildrop.apply(draft, intent.getValue(), from);
        if (next < 0) {
            draft.delete(intent.getKey());
        }
        return next;
    }

    /// The unique-id of a placement's message (RFC 1939 §7): 1 to 70 characters of 0x21 to 0x7e,
    /// the same for life.
    public String uidl(Placement placement) {
        if ((placement.bits() & Placement.OWN_UIDL) != 0) {
            var own = ledger.loader().row(Keys.ownUidl(placement.messageId()));
            if (own.isPresent()) {
                return own.get().slice(1).latin1();
            }
        }
        return "e" + Base32Hex.ofLong(placement.messageId());
    }

    // Reading.

    /// A view of a mailbox for one session. Marks what is recent as seen by this session if
    /// `writable` (\Recent: RFC 3501 §2.3.2).
    public View select(int mailbox, boolean writable) throws MailRefusal {
        Snapshot now = loaded(mailbox).orElseThrow(() -> noMailbox(mailbox));
        Box box = now.box(mailbox);
        Spine spine = box == null ? null : box.spine();
        if (box == null || spine == null) {
            throw noMailbox(mailbox);
        }
        views.incrementAndGet();
        lastUse = owner.use();
        return new View(this, now, box, spine, writable);
    }

    private static MailRefusal.NoSuchMailbox noMailbox(int mailbox) {
        return new MailRefusal.NoSuchMailbox("number " + mailbox);
    }

    /// A snapshot that has all pages of the mailbox; empty where there is no such mailbox.
    Optional<Snapshot> loaded(int mailbox) {
        Snapshot now = ledger.snapshot();
        Box box = now.box(mailbox);
        if (box != null && box.spine() == null) {
            ledger.<@Nullable Void>runSafely(draft -> load(draft, mailbox));
            now = ledger.snapshot();
            box = now.box(mailbox);
        }
        return box == null || box.spine() == null ? Optional.empty() : Optional.of(now);
    }

    private static @Nullable Void load(Draft draft, int mailbox) {
        draft.load(mailbox);
        return null;
    }

    Ledger ledger() {
        return ledger;
    }

    void closed() {
        views.decrementAndGet();
    }

    /// Keeps nothing in memory, unless a session looks at it or it is just being changed.
    boolean forget() {
        return views.get() == 0 && ledger.forget();
    }

    /// When a mailbox was last selected, as a number that grows.
    long lastUse() {
        return lastUse;
    }

    /// Where nothing is kept in grace, what has just gone goes for good.
    private void purgeIfNothingIsKept() {
        Settings settings = ledger.snapshot().settings();
        if (settings.graceSeconds() == 0 || settings.graceBytes() == 0) {
            try {
                var _ = purge();
            } catch (StoreFailure failure) {
                // What was asked for is done; the timed purge tries again.
                LOG.warn("account {}: purging failed", id, failure);
            }
        }
    }

    /// Purges what has been in grace long enough, forgets old deliveries and trims the log.
    ///
    /// @return how many messages went
    long purge() {
        return new Purge(id, ledger, store).run();
    }

    /// Purges some of the oldest in grace, due or not.
    Purge.Purged purgeOldest() {
        return new Purge(id, ledger, store).oldest();
    }

    /// Since when there has been something in grace, in seconds since 1970.
    OptionalLong oldestInGrace() {
        return ledger.find().isEmpty()
                ? OptionalLong.empty()
                : ledger.runSafely(Purge::oldestInGrace);
    }

    /// Whether there is an account in the store.
    Optional<Snapshot> find() {
        return ledger.find();
    }

    /// @throws posthouse.store.StoreFailure if there is no such message or it cannot be read
    public Message message(long id) {
        return Retrieval.message(store, this.id, id);
    }

    /// How many messages no session has been told of as \Recent yet, for STATUS.
    public int recent(int mailbox) {
        Snapshot now = ledger.snapshot();
        Box box = now.box(mailbox);
        long from = ledger.recentFrom(mailbox);
        if (box == null || from >= box.state().uidNext()) {
            return 0;
        }
        return ledger.runSafely(draft -> draft.countFrom(mailbox, from));
    }

    /// Calls `listener` after each change that became visible, on the thread that made it: it must
    /// be quick, not throw, and change nothing.
    public Subscription onChange(Runnable listener) {
        ledger.listeners().add(listener);
        return () -> {
            var _ = ledger.listeners().remove(listener);
        };
    }

    // Mail that the owner sends.

    /// How many recipients the account has written to on a day, as [#countSent] has it.
    ///
    /// @param day since 1970
    public long sent(long day) {
        return Sent.on(day, ledger.loader().row(Keys.SENT));
    }

    /// Counts recipients that the account writes to; negative ones are taken back. Only one day is
    /// remembered, the last one counted for.
    ///
    /// @param day since 1970
    public void countSent(long day, int recipients) {
        ledger.<@Nullable Void>runSafely(draft -> {
            long sent = Math.max(0, Sent.on(day, draft.row(Keys.SENT)) + recipients);
            draft.put(Keys.SENT, new Sent(day, sent).encode());
            return null;
        });
    }

    // Settings, by the operator or the owner.

    public void setPop3Policy(Pop3Policy policy) {
        set(settings -> settings.with(policy));
    }

    /// @param bytes 0: no limit
    /// @param messages 0: no limit
    public void setQuota(long bytes, long messages) {
        set(settings -> settings.withQuota(bytes, messages));
    }

    /// How many recipients the account may write to in a day.
    ///
    /// @param recipients empty: as many as others
    public void setRecipientsPerDay(OptionalLong recipients) {
        set(settings -> settings.withRecipientsPerDay(recipients));
    }

    /// How long what was expunged is kept for this account, and how much of it.
    ///
    /// @param time zero: gone at once
    public void setGrace(Duration time, long bytes) {
        set(settings -> settings.withGrace(time.toSeconds(), bytes));
    }

    private void set(UnaryOperator<Settings> change) {
        ledger.<@Nullable Void>runSafely(draft -> {
            draft.put(change.apply(draft.settings()));
            return null;
        });
    }

    public void setDisabled(boolean disabled) {
        ledger.<@Nullable Void>runSafely(draft -> {
            Header header = draft.header();
            long since = header.disabledSince() != 0 ? header.disabledSince() : draft.seconds();
            draft.put(header.since(disabled ? since : 0, header.deletedSince()));
            return null;
        });
    }

    /// A wish to be told, until closed.
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /// The right to be the one session on the maildrop, until closed.
    public interface MaildropClaim extends AutoCloseable {
        @Override
        void close();
    }

    /// The claim of one session; closing it twice does no harm to the next one's.
    private final class Claim implements MaildropClaim {
        @Override
        public void close() {
            var _ = claim.compareAndSet(this, null);
        }
    }
}
