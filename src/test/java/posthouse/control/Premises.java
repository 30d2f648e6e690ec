package posthouse.control;

import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import posthouse.address.Address;
import posthouse.auth.AuthRefusal;
import posthouse.auth.Credentials;
import posthouse.auth.Hasher;
import posthouse.auth.Login;
import posthouse.auth.Peer;
import posthouse.auth.Sessions;
import posthouse.bytes.Bytes;
import posthouse.config.Settings;
import posthouse.journal.Lookup;
import posthouse.mailbox.Accounts;
import posthouse.mailbox.Directory;
import posthouse.mailbox.MailLimits;
import posthouse.net.ConnectionLimits;
import posthouse.net.Connections;
import posthouse.queue.Carrier;
import posthouse.queue.Consignment;
import posthouse.queue.Mail;
import posthouse.queue.NextHop;
import posthouse.queue.Octets;
import posthouse.queue.QueueConfig;
import posthouse.queue.Reporter;
import posthouse.queue.Result;
import posthouse.queue.To;
import posthouse.store.MemoryStore;
import posthouse.time.Clock;
import posthouse.time.Timers;

/// What operations work with, over a store in memory, as if a server ran.
final class Premises implements AutoCloseable {
    private final Clock clock = Clock.system();
    private final Hasher hasher = new Hasher(1, new SecureRandom());
    private final Sessions sessions = new Sessions(clock, 50);
    private final Queue<Runnable> tries = new ArrayDeque<>();
    private final posthouse.queue.Queue queue;
    private final MemoryStore store = new MemoryStore();
    private final Office office;

    Premises(Path data) {
        Settings settings = Settings.reader().defaults();
        var connections = new Connections(clock, new Never(), ConnectionLimits.STANDARD);
        queue =
                new posthouse.queue.Queue(
                        store,
                        clock,
                        new Never(),
                        tries::add,
                        QueueConfig.DEFAULT,
                        (_, _, _) -> new NextHop.Smarthost("relay"),
                        Premises::putOff,
                        Premises::report);
        queue.start();
        office =
                new Office(
                        data,
                        settings.mailbox(),
                        new SecureRandom(),
                        new Accounts(store, clock, MailLimits.DEFAULT),
                        new Directory(store),
                        new Credentials(store, clock, hasher, settings.auth()),
                        () -> new Lookup(store),
                        Optional.of(
                                new Live(
                                        "1",
                                        Instant.EPOCH,
                                        sessions,
                                        new Traces(data.resolve("traces"), clock, connections),
                                        queue.desk(),
                                        List.of())));
    }

    Office office() {
        return office;
    }

    Sessions.Session enter(long account, String name, String connection, Runnable end)
            throws AuthRefusal {
        var peer = new Peer(Optional.empty(), true, Optional.empty(), Optional.empty(), "imap");
        return sessions.enter(
                new Login(account, name, name, Long.MAX_VALUE), peer, connection, end);
    }

    private static Carrier.Outcome putOff(Consignment mail) {
        var answer =
                new posthouse.queue.Answer(
                        Instant.EPOCH, "mx.test", "TLSv1.3", 450, "4.2.0", "later\u001b[2J");
        return new Carrier.Outcome(
                true,
                mail.recipients().stream().<Result>map(_ -> new Result.Delayed(answer)).toList());
    }

    private static Reporter.Written report(
            Reporter.Kind kind,
            String id,
            Mail about,
            List<Reporter.Told> told,
            Instant now,
            Supplier<InputStream> octets,
            long headerLength) {
        return new Reporter.Written(
                Bytes.latin1("Subject: " + kind + "\r\n\r\n"),
                InputStream.nullInputStream(),
                0,
                "",
                false);
    }

    /// Has the queue try what is due.
    void tryWhatIsDue() {
        while (!tries.isEmpty()) {
            tries.remove().run();
        }
    }

    void queue(String id, Duration release, String from, String... to) {
        var now = clock.now();
        var mail =
                new Mail(
                        id,
                        path(from),
                        0,
                        Optional.of("env"),
                        Optional.empty(),
                        false,
                        "<" + id + "@demo.test>",
                        now,
                        now.plus(release));
        var octets = new Octets(Bytes.latin1("Subject: " + id + "\r\n\r\n"), 0, 0);
        queue.put(mail, octets, Arrays.stream(to).map(it -> new To(path(it))).toList());
    }

    private static posthouse.smtp.Path path(String address) {
        return address.isEmpty()
                ? new posthouse.smtp.Path.Null()
                : new posthouse.smtp.Path.Mailbox(Address.parse(address).orElseThrow());
    }

    @Override
    public void close() {
        queue.close();
        hasher.close();
    }

    private static final class Never implements Timers {
        @Override
        public Timer after(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
