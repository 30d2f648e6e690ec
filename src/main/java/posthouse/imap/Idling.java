package posthouse.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.mailbox.Account;
import posthouse.net.Connection;
import posthouse.time.Timers;

/// IDLE (RFC 2177). A second thread waits for the client, and only here; what happens comes through
/// a queue, so that one thread writes.
final class Idling {
    /// What ends the waiting.
    private sealed interface Event {
        /// The client says something.
        record Input() implements Event {}

        /// It cannot say anything any more, or has been silent for too long.
        record Gone(IOException why) implements Event {}

        /// The account has changed.
        record Change() implements Event {}

        /// Nothing has happened for a while.
        record Silence() implements Event {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Idling.class);

    private final Connection connection;
    private final ImapReader reader;
    private final ImapWriter writer;
    private final Timers timers;
    private final Duration heartbeat;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean changed = new AtomicBoolean();

    Idling(
            Connection connection,
            ImapReader reader,
            ImapWriter writer,
            Timers timers,
            Duration heartbeat) {
        this.connection = connection;
        this.reader = reader;
        this.writer = writer;
        this.timers = timers;
        this.heartbeat = heartbeat;
    }

    /// Tells what happens until the client ends it with DONE.
    ///
    /// @return a line that was not DONE and ended it all the same: the next command, perhaps. iOS
    ///   pipelines commands around IDLE
    Optional<Bytes> run(Account account, Optional<Selected> selected)
            throws IOException, SyntaxError {
        writer.goOn("idling");
        writer.flush();
        var _ = Thread.ofVirtual().name("idle-" + connection.id()).start(this::listen);
        try (var _ = account.onChange(this::change)) {
            change();
            tellUntilInput(selected);
        } catch (RuntimeException failure) {
            // The other thread still waits for input, so nobody may go on reading here.
            LOG.error("{}: IDLE failed", connection.id(), failure);
            throw new Bye("that failed here");
        }
        Bytes line = reader.line();
        return line.latin1().strip().equalsIgnoreCase("DONE")
                ? Optional.empty()
                : Optional.of(line);
    }

    private void tellUntilInput(Optional<Selected> selected) throws IOException {
        while (true) {
            switch (next()) {
                case Event.Input _ -> {
                    return;
                }
                case Event.Gone(var why) -> throw why;
                case Event.Change _ -> {
                    changed.set(false);
                    if (selected.isPresent()) {
                        selected.get().report(writer, true, false);
                    }
                    writer.flush();
                }
                case Event.Silence _ -> {
                    // Outlook drops a line on which nothing happens.
                    writer.ok("", "Still here");
                    writer.flush();
                }
            }
        }
    }

    private Event next() {
        var alarm = timers.after(heartbeat, () -> events.add(new Event.Silence()));
        try {
            return events.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Event.Gone(new IOException("interrupted", interrupted));
        } finally {
            alarm.cancel();
        }
    }

    private void listen() {
        try {
            connection.awaitInput();
            events.add(new Event.Input());
        } catch (IOException gone) {
            events.add(new Event.Gone(gone));
        }
    }

    /// Many changes are one event, so that a client that does not read makes no queue grow.
    private void change() {
        if (changed.compareAndSet(false, true)) {
            events.add(new Event.Change());
        }
    }
}
