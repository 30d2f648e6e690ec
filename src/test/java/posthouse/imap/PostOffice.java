package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.auth.AuthRefusal;
import posthouse.auth.Authenticator;
import posthouse.auth.Credentials;
import posthouse.auth.Hasher;
import posthouse.auth.Login;
import posthouse.auth.Peer;
import posthouse.auth.Realm;
import posthouse.auth.Sessions;
import posthouse.bytes.Bytes;
import posthouse.config.Settings;
import posthouse.mailbox.Account;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Addition;
import posthouse.mailbox.FlagChange;
import posthouse.mailbox.MailLimits;
import posthouse.mailbox.MailRefusal;
import posthouse.mailbox.Role;
import posthouse.net.Connection;
import posthouse.net.Transcript;
import posthouse.net.Transcripts;
import posthouse.store.MemoryStore;
import posthouse.store.Store;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// A server with the account ann@demo.test, password `secret`, for conversations.
///
/// Settings of a transcript: `#! messages N` puts N messages into INBOX, which were there before;
/// `#! quota N` is the account's in octets; `#! largest N` what APPEND takes.
final class PostOffice implements Transcripts.Scene {
    static final Address ANN = Address.parse("ann@demo.test").orElseThrow();
    static final String PASSWORD = "secret";

    /// Hashing is meant to be slow, so all servers of a run share what they know of passwords.
    private static final Settings.Auth AUTH = new Settings.Auth(false, false, 50);

    private static final Credentials CREDENTIALS =
            new Credentials(
                    new MemoryStore(),
                    Clock.system(),
                    new Hasher(2, new SecureRandom(new byte[1])),
                    AUTH);

    static {
        CREDENTIALS.setPassword(ANN, 1, PASSWORD);
    }

    private static final Sessions SESSIONS = new Sessions(Clock.system(), 1000);
    private static final Authenticator KNOWS_ANN = authenticator(SESSIONS);

    private static final ClientRules RULES =
            ClientRules.parse(
                    List.of(
                            "Old Mail*: IMAP4rev2 LITERAL+ MOVE THREAD=REFERENCES",
                            "*Sorter 1.*: SORT",
                            "ben@demo.test: QRESYNC"),
                    List.of("FairEmail*"));

    private final ManualTimers timers = new ManualTimers();
    private final Store store;
    private final Accounts accounts;
    private final Sessions sessions;
    private final ImapService service;
    private final Account ann;

    PostOffice(int messages, long quota, long largest, boolean strict) {
        this(new MemoryStore(), largest, strict);
        for (int number = 1; number <= messages; number++) {
            append(number);
        }
        if (messages > 0) {
            takeRecent();
        }
        if (quota > 0) {
            ann.setQuota(quota, 0);
        }
    }

    /// With an empty INBOX.
    PostOffice(Store store, long largest) {
        this(store, largest, false);
    }

    private PostOffice(Store store, long largest, boolean strict) {
        this.store = store;
        accounts = new Accounts(store, new Standing(), MailLimits.DEFAULT);
        ann = accounts.create(1, ANN);
        sessions = strict ? new Sessions(Clock.system(), 2) : SESSIONS;
        service =
                new ImapService(
                        accounts,
                        strict ? authenticator(sessions) : KNOWS_ANN,
                        sessions,
                        timers,
                        new ImapConfig(
                                largest,
                                Duration.ofMinutes(3),
                                Duration.ofMinutes(30),
                                Duration.ofMinutes(2),
                                RULES));
    }

    static PostOffice of(Transcript transcript) {
        return new PostOffice(
                transcript.option("messages").map(Integer::parseInt).orElse(0),
                transcript.option("quota").map(Long::parseLong).orElse(0L),
                transcript.option("largest").map(Long::parseLong).orElse(100_000L),
                transcript.has("strict"));
    }

    private static Authenticator authenticator(Sessions sessions) {
        return new Authenticator(CREDENTIALS, new Demo(), sessions, _ -> {});
    }

    ImapService service() {
        return service;
    }

    Accounts accounts() {
        return accounts;
    }

    Account ann() {
        return ann;
    }

    @Override
    public void serve(Connection connection) throws IOException {
        service.serve(connection);
    }

    /// `mail arrives`; `the heart beats`; `elsewhere: COMMAND; COMMAND` by another session of ann's
    /// that logs in; `ann has all her sessions`; `ann is kicked`; `the store fails`.
    @Override
    public void happen(String event) {
        if (event.startsWith("elsewhere: ")) {
            elsewhere(event.substring(11).split("; "));
            return;
        }
        switch (event) {
            case "mail arrives" -> deliver();
            case "the heart beats" -> timers.ring();
            case "ann has all her sessions" -> {
                enter();
                enter();
            }
            case "the operator sees the client sodr 19.34" ->
                    assertThat(sessions.all())
                            .extracting(Sessions.Session::client)
                            .containsExactly("sodr 19.34");
            case "the store fails" -> store.close();
            case "ann is kicked" -> sessions.end(it -> it.login().account() == 1);
            default -> throw new AssertionError("no event " + event);
        }
    }

    String elsewhere(String... commands) {
        var lines = new ArrayList<String>();
        lines.add("x LOGIN ann@demo.test " + PASSWORD);
        for (String command : commands) {
            lines.add("x " + command);
        }
        String answer = Transcripts.converse(service, lines.toArray(new String[0]));
        if (answer.lines().anyMatch(line -> line.matches("x (NO|BAD) .*"))) {
            throw new AssertionError(Arrays.toString(commands) + " was answered " + answer);
        }
        return answer;
    }

    static Bytes message(int number) {
        return Bytes.utf8(
                """
                From: Fred Foobar <foobar@blurdybloop.example>
                To: mooch@owatagu.example
                Subject: message %d
                Date: %d Jan 2026 10:00:00 -0800
                Message-ID: <%d@blurdybloop.example>

                This is the text of message %d.
                """
                        .formatted(number, number, number, number)
                        .replace("\n", "\r\n"));
    }

    private void append(int number) {
        try (var incoming =
                accounts.receive(new ByteArrayInputStream(message(number).toArray()), 100_000)) {
            var date = Instant.parse("2026-01-01T12:00:00Z").plus(Duration.ofDays(number));
            var _ =
                    ann.append(
                            new Addition(incoming, FlagChange.set(0, List.of()), Optional.of(date)),
                            inbox());
        } catch (IOException | MailRefusal failure) {
            throw new AssertionError(failure);
        }
    }

    private void deliver() {
        try (var incoming =
                accounts.receive(new ByteArrayInputStream(message(0).toArray()), 100_000)) {
            var _ = ann.deliver(incoming, Bytes.EMPTY, inbox(), Optional.empty());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (MailRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    private void enter() {
        var login = new Login(1, ANN.toString(), ANN.toString());
        var peer = new Peer(Optional.empty(), true, Optional.empty(), Optional.empty(), "imap");
        try {
            var _ = sessions.enter(login, peer, "t", () -> {});
        } catch (AuthRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    int inbox() {
        return ann.state().mailbox(Role.INBOX).orElseThrow().id();
    }

    private void takeRecent() {
        try {
            ann.select(inbox(), true).close();
        } catch (MailRefusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    private static final class Demo implements Realm {
        @Override
        public Optional<Domain> firstDomain() {
            return Domain.parse("demo.test");
        }

        @Override
        public boolean mayLogIn(long account) {
            return true;
        }
    }

    private static final class Standing implements Clock {
        @Override
        public Instant now() {
            return Instant.parse("2026-02-01T12:00:00Z");
        }

        @Override
        public long nanos() {
            return 0;
        }
    }

    /// Timers that ring when they are told.
    static final class ManualTimers implements Timers {
        private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

        @Override
        public Timer after(Duration delay, Runnable task) {
            waiting.add(task);
            return () -> waiting.remove(task);
        }

        /// Rings the timer that was set first, or the first that another thread will set.
        void ring() {
            try {
                waiting.take().run();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        @Override
        public void close() {}
    }
}
