package posthouse.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import posthouse.address.Address;
import posthouse.bytes.Base32Hex;
import posthouse.store.Space;
import posthouse.store.Store;
import posthouse.store.StoreFailure;
import posthouse.time.Clock;

/// All accounts of the installation.
public final class Accounts {
    private final Store store;
    private final Clock clock;
    private final MailLimits limits;
    private final Ids ids;
    private final ConcurrentMap<Long, Account> known = new ConcurrentHashMap<>();
    private final AtomicLong uses = new AtomicLong();

    /// @param store holds everything; to be closed after the last call to this
    /// @param limits [MailLimits#DEFAULT] unless configured otherwise
    public Accounts(Store store, Clock clock, MailLimits limits) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        ids = new Ids(store, clock);
    }

    /// @throws MailRefusal.NoSuchAccount also where it is disabled or deleted
    public Account open(long id) throws MailRefusal.NoSuchAccount {
        Account account = openAny(id);
        if (account.state().disabled()) {
            throw noAccount(id);
        }
        return account;
    }

    /// Also a disabled one, for the operator.
    public Account openAny(long id) throws MailRefusal.NoSuchAccount {
        Account account = account(id);
        if (account.find().filter(found -> found.header().deletedSince() == 0).isEmpty()) {
            known.remove(id, account);
            throw noAccount(id);
        }
        return account;
    }

    /// Whether what was thrown says that the store could not do its work: it may be able to later.
    public static boolean isStoreFailure(RuntimeException failure) {
        return failure instanceof StoreFailure;
    }

    private Account account(long id) {
        return known.computeIfAbsent(id, _ -> new Account(id, this, store, clock, limits, ids));
    }

    private static MailRefusal.NoSuchAccount noAccount(long id) {
        return new MailRefusal.NoSuchAccount("number " + id);
    }

    /// Makes an account with its mailboxes (INBOX and one for each [Role]). The number was handed
    /// out by [#newId]; doing it twice does no harm.
    public Account create(long id, Address address) {
        Account account = account(id);
        if (account.find().isEmpty()) {
            account.ledger().create(address, limits);
        }
        return account;
    }

    public long newId() {
        return ids.nextAccount();
    }

    /// Puts the account into grace: nobody can open it, and it is purged when its time is over.
    public void remove(long id) throws MailRefusal.NoSuchAccount {
        Account account = openAny(id);
        account.ledger()
                .<@Nullable Void>runSafely(draft -> {
                    Header header = draft.header();
                    draft.put(header.since(header.disabledSince(), draft.seconds()));
                    return null;
                });
    }

    public Stream<Account> all() {
        return store.partitions(Space.ACCOUNT)
                .map(partition -> account(Base32Hex.parse(partition.id())))
                .filter(account -> account.ledger().snapshot().header().deletedSince() == 0);
    }

    /// Reads a message to the end of the stream into an [Incoming]. The octets are stored as they
    /// come; the caller has made the line ends right.
    ///
    /// @throws MailRefusal.TooLarge if it passes `octetsMax` or its header section 1 MiB; the
    ///   stream is then not read further
    /// @throws IOException only what the stream throws
    public Incoming receive(InputStream message, long octetsMax)
            throws IOException, MailRefusal.TooLarge {
        return new Reception(store.bodies(), message, octetsMax, limits.headerOctets())
                .receive(clock.now());
    }

    /// The time by the clock that dates all messages.
    public Instant now() {
        return clock.now();
    }

    /// Purges what has been in grace long enough, of every account and of removed accounts; forgets
    /// old deliveries and trims logs. Where the disk is short, what is left in grace follows, the
    /// oldest of all accounts first, until so much has gone as the store asks for (DESIGN rule 12).
    ///
    /// @return how many messages went
    public long purge() {
        long gone = 0;
        for (Account account : allEver()) {
            gone += account.purge();
            forgetUnused(account);
        }
        return gone + makeRoom(store.shortage());
    }

    private List<Account> allEver() {
        return store.partitions(Space.ACCOUNT)
                .map(partition -> account(Base32Hex.parse(partition.id())))
                .toList();
    }

    /// Of an account that nobody but the purge has looked at.
    private static void forgetUnused(Account account) {
        if (account.lastUse() == 0) {
            var _ = account.forget();
        }
    }

    /// An account, and since when it has something in grace.
    private record InGrace(Account account, long since) {}

    private long makeRoom(long octets) {
        long gone = 0;
        if (octets <= 0) {
            return gone;
        }
        var oldestFirst = new PriorityQueue<>(Comparator.comparingLong(InGrace::since));
        allEver().forEach(account -> add(account, oldestFirst));
        for (long left = octets; left > 0 && !oldestFirst.isEmpty(); ) {
            Account account = oldestFirst.remove().account();
            var purged = account.purgeOldest();
            left -= purged.octets();
            gone += purged.messages();
            add(account, oldestFirst);
        }
        return gone;
    }

    private static void add(Account account, PriorityQueue<InGrace> all) {
        account.oldestInGrace().ifPresent(since -> all.add(new InGrace(account, since)));
        forgetUnused(account);
    }

    /// Notes that a mailbox was selected, and makes room if too much is in memory.
    ///
    /// @return a number that grows with each use
    long use() {
        relieve();
        return uses.incrementAndGet();
    }

    /// Forgets what was not looked at for the longest time, until few enough messages are in
    /// memory.
    private void relieve() {
        long inMemory = known.values().stream().mapToLong(a -> a.ledger().inMemory()).sum();
        if (inMemory <= limits.messagesInMemory()) {
            return;
        }
        var oldestFirst =
                known.values().stream().sorted(Comparator.comparingLong(Account::lastUse)).toList();
        for (Account account : oldestFirst) {
            long size = account.ledger().inMemory();
            if (size > 0 && account.forget()) {
                inMemory -= size;
            }
            if (inMemory <= limits.messagesInMemory()) {
                return;
            }
        }
    }
}
