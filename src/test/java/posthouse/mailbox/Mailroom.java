package posthouse.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.store.MemoryStore;
import posthouse.store.Store;

/// What tests of this package need: a store, a clock, an account, and short ways to put mail into
/// it.
final class Mailroom {
    static final Address ANN = Address.parse("ann@demo.test").orElseThrow();

    final Store store;
    final TestClock clock;
    Accounts accounts;
    Account account;

    Mailroom() {
        this(new MemoryStore(), MailLimits.DEFAULT);
    }

    Mailroom(Store store, MailLimits limits) {
        this(store, new TestClock(), limits);
    }

    Mailroom(Store store, TestClock clock) {
        this(store, clock, MailLimits.DEFAULT);
    }

    /// Opens an account that is there.
    Mailroom(Store store, TestClock clock, long id) throws MailRefusal {
        this.store = store;
        this.clock = clock;
        accounts = new Accounts(store, clock, MailLimits.DEFAULT);
        account = accounts.openAny(id);
    }

    private Mailroom(Store store, TestClock clock, MailLimits limits) {
        this.store = store;
        this.clock = clock;
        accounts = new Accounts(store, clock, limits);
        account = accounts.create(accounts.newId(), ANN);
    }

    /// Forgets what is in memory, as a restart does.
    void reopen() throws MailRefusal {
        accounts = new Accounts(store, clock, MailLimits.DEFAULT);
        account = accounts.openAny(account.id());
    }

    int inbox() {
        return account.state().mailbox(Role.INBOX).orElseThrow().id();
    }

    int mailbox(Role role) {
        return account.state().mailbox(role).orElseThrow().id();
    }

    int mailbox(String name) throws MailRefusal {
        return account.state().mailbox(MailboxName.of(name)).id();
    }

    MailboxState state(int mailbox) {
        return account.state().mailbox(mailbox).orElseThrow();
    }

    Incoming incoming(String message) throws IOException, MailRefusal {
        return accounts.receive(new ByteArrayInputStream(Bytes.utf8(message).toArray()), 1_000_000);
    }

    Appended append(int mailbox, String message) throws IOException, MailRefusal {
        try (var incoming = incoming(message)) {
            return account.append(
                    new Addition(incoming, FlagChange.set(0, List.of()), Optional.empty()),
                    mailbox);
        }
    }

    Appended deliver(String message) throws IOException, MailRefusal {
        try (var incoming = incoming(message)) {
            return account.deliver(incoming, Bytes.EMPTY, inbox(), Optional.empty()).orElseThrow();
        }
    }

    /// As many small messages with the subjects 1, 2, 3…
    void fill(int mailbox, int count) throws IOException, MailRefusal {
        for (int i = 1; i <= count; i++) {
            append(mailbox, "Subject: " + i + "\r\n\r\nbody " + i + "\r\n");
        }
    }

    /// As many placements of messages that are nowhere, quickly.
    void pretend(int mailbox, int count) throws MailRefusal {
        for (int left = count; left > 0; left -= 6_400) {
            int some = Math.min(left, 6_400);
            account.ledger().run(draft -> pretend(draft, mailbox, some));
        }
    }

    private static @Nullable Void pretend(Draft draft, int mailbox, int count) throws MailRefusal {
        MailboxState state = draft.box(mailbox).state();
        var placed = new ArrayList<Placement>();
        for (int i = 0; i < count; i++) {
            long uid = state.uidNext() + i;
            var now = java.time.Instant.ofEpochSecond(draft.seconds() + uid * 977);
            placed.add(
                    new Placement(
                            uid,
                            Flags.NONE,
                            draft.modSeq(),
                            draft.modSeq(),
                            now,
                            now,
                            3000 + uid % 5000,
                            uid * 1_000_003,
                            uid * 1_000_003,
                            0));
        }
        var transfer = new Transfer(draft, state, draft.box(mailbox), MailLimits.DEFAULT);
        for (Placement placement : placed) {
            var _ = transfer.place(placement, bits -> bits);
        }
        transfer.finish();
        return null;
    }

    String text(long message) throws IOException {
        try (var in = account.message(message).open(0, Long.MAX_VALUE)) {
            return Bytes.wrap(in.readAllBytes()).utf8();
        }
    }

    static List<Placement> all(View view) throws IOException {
        var all = new ArrayList<Placement>();
        view.forEach(1, view.size(), (_, placement) -> all.add(placement));
        return all;
    }

    static List<Long> uids(View view) throws IOException {
        return all(view).stream().map(Placement::uid).toList();
    }
}
