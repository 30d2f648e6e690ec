package posthouse.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import posthouse.mailbox.Account;
import posthouse.queue.QueueFigures;

/// `status`: what runs, since when, on what data.
public record Status() implements Operation {
    /// The answer.
    ///
    /// @param queued messages that wait to go out
    /// @param queuedSince when the one came that waits longest
    /// @param queuedHeld those that the operator has stopped
    /// @param restingHops where nobody was reached, and nobody is tried for a time
    public record Row(
            String version,
            long process,
            String since,
            String data,
            int domains,
            long accounts,
            long messages,
            long bytes,
            int sessions,
            long queued,
            long queuedRecipients,
            Optional<String> queuedSince,
            long queuedHeld,
            int deliveriesDue,
            int deliveriesRunning,
            int restingHops,
            List<Live.ServiceRow> services) {}

    @Override
    public boolean needsServer() {
        return true;
    }

    @Override
    public Object run(Office office, Progress progress) throws Refused {
        Live server = office.server();
        QueueFigures queue = server.queue().figures();
        List<Account> accounts = office.accounts().all().toList();
        return new Row(
                server.version(),
                ProcessHandle.current().pid(),
                server.since().toString(),
                office.data().toAbsolutePath().toString(),
                office.directory().domains().size(),
                accounts.size(),
                accounts.stream().mapToLong(account -> account.state().usedMessages()).sum(),
                accounts.stream().mapToLong(account -> account.state().usedBytes()).sum(),
                server.sessions().all().size(),
                queue.messages(),
                queue.recipients(),
                queue.oldest().map(Instant::toString),
                queue.held(),
                queue.due(),
                queue.running(),
                queue.restingHops(),
                server.services());
    }
}
