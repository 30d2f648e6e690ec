package posthouse.control;

import java.util.List;
import posthouse.mailbox.Account;

/// `status`: what runs, since when, on what data.
public record Status() implements Operation {
    /// The answer.
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
            List<Live.ServiceRow> services) {}

    @Override
    public boolean needsServer() {
        return true;
    }

    @Override
    public Object run(Office office, Progress progress) throws Refused {
        Live server = office.server();
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
                server.services());
    }
}
