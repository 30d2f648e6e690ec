package posthouse.control;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import posthouse.address.HostAddress;
import posthouse.auth.Sessions;
import posthouse.mailbox.Account;
import posthouse.mailbox.MailRefusal;

/// What can be asked about the sessions that are logged in. Only a running server has any.
public sealed interface SessionOperation extends Operation {
    @Override
    default boolean needsServer() {
        return true;
    }

    /// `session list`.
    record ListAll(Optional<String> account) implements SessionOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Optional<Long> wanted =
                    account.isPresent()
                            ? Optional.of(office.account(account.get()).id())
                            : Optional.empty();
            return office.server().sessions().all().stream()
                    .filter(s -> wanted.isEmpty() || s.login().account() == wanted.get())
                    .sorted(Comparator.comparing(Sessions.Session::since))
                    .map(Row::of)
                    .toList();
        }
    }

    /// `session kick`: ends an account's sessions, or the one on a connection.
    ///
    /// @param which an address or a connection's id
    record Kick(String which) implements SessionOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            int ended = office.server().sessions().end(s -> s.connection().equals(which));
            if (ended == 0) {
                ended = office.endSessions(office.account(which).id());
            }
            return ended == 1 ? "1 session ended" : ended + " sessions ended";
        }
    }

    /// `session trace`: writes the conversations of an account's sessions, of those that are open
    /// and those that come, to a file, until switched off or the server stops.
    record Trace(String account, boolean on) implements SessionOperation {
        @Override
        public Object run(Office office, Progress progress) throws Refused, MailRefusal {
            Account account = office.account(this.account);
            Traces traces = office.server().traces();
            if (!on) {
                traces.stop(account.id());
                return "no longer traced: " + account.address();
            }
            Path folder = traces.start(account.id());
            office.server().sessions().all().stream()
                    .filter(session -> session.login().account() == account.id())
                    .forEach(traces::entered);
            return "what " + account.address() + " says and hears is written to " + folder;
        }
    }

    /// A session in a list.
    ///
    /// @param from the client's address; `local` on a unix socket
    /// @param client the program that it says it is; empty where it has not said
    record Row(
            String connection,
            String account,
            String protocol,
            String from,
            boolean confidential,
            String since,
            String client) {
        static Row of(Sessions.Session session) {
            return new Row(
                    session.connection(),
                    session.login().name(),
                    session.peer().protocol(),
                    session.peer().address().map(HostAddress::text).orElse("local"),
                    session.peer().confidential(),
                    session.since().toString(),
                    session.client());
        }
    }
}
