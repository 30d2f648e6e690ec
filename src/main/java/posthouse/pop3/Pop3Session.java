package posthouse.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.auth.AuthRefusal;
import posthouse.auth.Login;
import posthouse.auth.Peer;
import posthouse.bytes.Bytes;
import posthouse.mailbox.MailRefusal;
import posthouse.net.Connection;
import posthouse.net.LineTooLong;
import posthouse.net.ShuttingDown;
import posthouse.net.TimedOut;
import posthouse.pop3.Pop3Command.Auth;
import posthouse.pop3.Pop3Command.Capa;
import posthouse.pop3.Pop3Command.Dele;
import posthouse.pop3.Pop3Command.InAuthorization;
import posthouse.pop3.Pop3Command.InTransaction;
import posthouse.pop3.Pop3Command.ListMechanisms;
import posthouse.pop3.Pop3Command.Noop;
import posthouse.pop3.Pop3Command.Pass;
import posthouse.pop3.Pop3Command.Quit;
import posthouse.pop3.Pop3Command.Retr;
import posthouse.pop3.Pop3Command.Rset;
import posthouse.pop3.Pop3Command.Stat;
import posthouse.pop3.Pop3Command.Stls;
import posthouse.pop3.Pop3Command.Top;
import posthouse.pop3.Pop3Command.Uidl;
import posthouse.pop3.Pop3Command.User;
import posthouse.pop3.Pop3Command.Utf8;

/// One POP3 connection (RFC 1939). The protocol's states are this class's methods.
///
/// Only QUIT leads from TRANSACTION to UPDATE. A line that breaks throws out of the reading and
/// past it, so that a lost connection deletes nothing.
final class Pop3Session {
    /// How long a client may stay silent before it has logged in. RFC 1939 §3 asks for ten minutes
    /// at all times; so long a wait for a name serves attackers alone.
    static final Duration LOGIN_TIMEOUT = Duration.ofMinutes(2);

    /// Commands that a client may give before it has logged in.
    static final int COMMANDS_BEFORE_LOGIN_MAX = 100;

    /// Lines in a row that are no command, or none that may be given now: the last one ends the
    /// conversation.
    static final int BAD_COMMANDS_MAX = 20;

    /// Octets of a name that is repeated to the client, so that an answer stays below 512 octets
    /// (RFC 1939 §3).
    private static final int NAME_OCTETS_SHOWN = 256;

    private static final String TRY_AGAIN = "that failed here; try again later";

    private static final Logger LOG = LoggerFactory.getLogger(Pop3Session.class);

    private final Connection connection;
    private final Pop3Service service;
    private final Pop3Writer writer;
    private boolean utf8;
    private int badInARow;

    Pop3Session(Connection connection, Pop3Service service) {
        this.connection = connection;
        this.service = service;
        writer = new Pop3Writer(connection);
    }

    void run() throws IOException {
        connection.readTimeout(LOGIN_TIMEOUT);
        writer.ok("POP3 server ready");
        try {
            authorization();
        } catch (TimedOut _) {
            // RFC 1939 §3: the line is closed without a word.
        } catch (ShuttingDown _) {
            writer.failed("the server is shutting down");
        }
        connection.flush();
    }

    /// AUTHORIZATION (§4). TRANSACTION is entered from here and never left again to here.
    private void authorization() throws IOException {
        var who = service.authenticator();
        Optional<String> user = Optional.empty();
        for (int commands = 0; commands < COMMANDS_BEFORE_LOGIN_MAX; commands++) {
            boolean over = false;
            switch (next(InAuthorization.class, Pop3Parser.SASL_OCTETS_MAX)) {
                case User(String name) -> user = user(name);
                case Pass pass -> {
                    if (user.isPresent()) {
                        String name = user.get();
                        over = login(() -> who.login(peer(), name, pass.password()));
                    } else {
                        reject("USER comes first");
                    }
                    user = Optional.empty();
                }
                case Auth(String name, var initial) ->
                        over = login(() -> who.authenticate(peer(), name, initial, this::ask));
                case ListMechanisms _ -> mechanisms();
                case Stls _ -> {
                    user = Optional.empty();
                    startTls();
                }
                case Utf8 _ -> {
                    utf8 = true;
                    writer.ok("UTF8");
                }
                case Capa _ -> capabilities(false, false);
                case Quit _ -> {
                    writer.ok("POP3 server signing off");
                    over = true;
                }
            }
            if (over) {
                return;
            }
        }
        writer.failed("too many commands without a login");
    }

    /// USER (§7) says yes to every name: who has a maildrop here is nobody's business.
    private Optional<String> user(String name) throws IOException {
        if (!service.authenticator().allowsPlain(peer())) {
            writer.err("a password is taken over TLS only");
            return Optional.empty();
        }
        writer.ok(shown(name).orElse("send the password"));
        return Optional.of(name);
    }

    private boolean login(Way way) throws IOException {
        try {
            return enter(way.login());
        } catch (AuthRefusal refusal) {
            writer.refused(refusal);
        } catch (RuntimeException failure) {
            LOG.error("{}: the login failed", connection.id(), failure);
            writer.failed(TRY_AGAIN);
        }
        return false;
    }

    /// A step of AUTH (RFC 5034 §4).
    private Bytes ask(Bytes challenge) throws IOException, AuthRefusal {
        writer.challenge(challenge);
        connection.flush();
        connection.nextLineIsSecret();
        try {
            String response = connection.readLine(Pop3Parser.SASL_OCTETS_MAX).latin1();
            if (response.equals("*")) {
                throw new AuthRefusal.Cancelled();
            }
            return Pop3Parser.base64(response);
        } catch (SyntaxError | LineTooLong error) {
            throw new AuthRefusal.BadExchange(reason(error));
        }
    }

    /// Holds the rest of the conversation with somebody who is known.
    ///
    /// @return false if they could not be let in, and may try again
    private boolean enter(Login login) throws IOException, AuthRefusal {
        if (!service.delays().admits(login.account())) {
            writer.tooSoon();
            return false;
        }
        Answer farewell;
        try (var _ = service.sessions().enter(login, peer(), connection.id(), connection::close);
                var maildrop = Maildrop.open(service.accounts().open(login.account()))) {
            connection.readTimeout(service.settings().timeout());
            String whose = shown(login.asTyped()).map(name -> name + "'s ").orElse("");
            writer.ok(whose + "maildrop has " + maildrop.summary());
            transaction(maildrop);
            farewell = update(maildrop);
        } catch (MailRefusal refusal) {
            writer.refused(refusal);
            return false;
        }
        // The maildrop is free before the client hears that it is: it may come back at once.
        farewell.write();
        return true;
    }

    /// TRANSACTION (§5). Returns at QUIT.
    private void transaction(Maildrop maildrop) throws IOException {
        while (true) {
            InTransaction command = next(InTransaction.class, Pop3Parser.COMMAND_OCTETS_MAX);
            try {
                if (command instanceof Quit) {
                    return;
                }
                carryOut(command, maildrop);
            } catch (NoSuchMessage refusal) {
                writer.err(reason(refusal));
            } catch (RuntimeException failure) {
                LOG.error("{}: {} failed", connection.id(), command, failure);
                writer.failed(TRY_AGAIN);
            }
        }
    }

    private void carryOut(InTransaction command, Maildrop maildrop)
            throws IOException, NoSuchMessage {
        switch (command) {
            case Stat _ -> writer.ok(maildrop.count() + " " + maildrop.octets());
            case Pop3Command.List(OptionalInt number) -> list(maildrop, number);
            case Retr(int number) -> retrieve(maildrop, number);
            case Dele(int number) -> {
                maildrop.delete(number);
                writer.ok("message " + number + " deleted");
            }
            case Noop _ -> writer.ok();
            case Rset _ -> {
                maildrop.reset();
                writer.ok("maildrop has " + maildrop.summary());
            }
            case Top top -> top(maildrop, top);
            case Uidl(OptionalInt number) -> uidl(maildrop, number);
            case Capa _ -> capabilities(true, maildrop.takesWhatIsRetrieved());
            case Quit _ -> throw new AssertionError("ends TRANSACTION");
        }
    }

    /// UPDATE (§6): whatever becomes of it is said once the maildrop has been let go.
    private Answer update(Maildrop maildrop) {
        try {
            maildrop.update();
            int left = maildrop.count();
            String rest = left == 0 ? "maildrop empty" : Maildrop.counted(left) + " left";
            return () -> writer.ok("POP3 server signing off (" + rest + ")");
        } catch (MailRefusal refusal) {
            return () -> writer.refused(refusal);
        } catch (RuntimeException failure) {
            LOG.error("{}: the update failed", connection.id(), failure);
            return () -> writer.failed("nothing was deleted; try again later");
        }
    }

    private void list(Maildrop maildrop, OptionalInt number) throws IOException, NoSuchMessage {
        if (number.isPresent()) {
            long octets = Maildrop.octets(maildrop.placement(number.getAsInt()));
            writer.ok(number.getAsInt() + " " + octets);
            return;
        }
        writer.ok(maildrop.summary());
        maildrop.forEach((each, it) -> writer.listing(each, Maildrop.octets(it)));
        writer.end();
    }

    private void uidl(Maildrop maildrop, OptionalInt number) throws IOException, NoSuchMessage {
        if (number.isPresent()) {
            String id = maildrop.uidl(maildrop.placement(number.getAsInt()));
            writer.ok(number.getAsInt() + " " + id);
            return;
        }
        writer.ok("unique-ids follow");
        maildrop.forEach((each, it) -> writer.listing(each, maildrop.uidl(it)));
        writer.end();
    }

    private void retrieve(Maildrop maildrop, int number) throws IOException, NoSuchMessage {
        var placement = maildrop.placement(number);
        var message = maildrop.message(placement);
        try (var octets = message.open(0, message.size())) {
            writer.ok(Maildrop.octets(placement) + " octets");
            stream(() -> writer.message(octets));
        }
        maildrop.retrieved(number);
    }

    /// TOP (§7), which does not count as retrieving.
    private void top(Maildrop maildrop, Top top) throws IOException, NoSuchMessage {
        var message = maildrop.message(maildrop.placement(top.number()));
        Bytes header = message.header();
        try (var content =
                top.lines() == 0
                        ? InputStream.nullInputStream()
                        : message.open(header.length(), message.size() - header.length())) {
            writer.ok("top of message follows");
            stream(() -> writer.top(header, content, top.lines()));
        }
    }

    /// Writes a message after its +OK. An error can no longer be said there, since it would be
    /// taken for a line of the message: the line ends instead, which deletes nothing.
    private void stream(Answer message) throws IOException {
        try {
            message.write();
        } catch (RuntimeException failure) {
            LOG.error("{}: a message could not be read to its end", connection.id(), failure);
            throw new IOException("a message could not be read to its end", failure);
        }
    }

    /// STLS (RFC 2595 §4). What was said before counts no more.
    private void startTls() throws IOException {
        if (!connection.offersStartTls()) {
            writer.err(connection.tls().isPresent() ? "TLS is active" : "there is no TLS here");
            return;
        }
        writer.ok("begin TLS");
        connection.flush();
        connection.startTls();
        utf8 = false;
    }

    private void mechanisms() throws IOException {
        writer.ok("mechanisms follow");
        writer.lines(service.authenticator().mechanisms(peer()));
    }

    /// CAPA (RFC 2449 §5). USER and SASL are named while they would be taken, so also in
    /// TRANSACTION (§6.2, §6.3).
    ///
    /// @param taken whether what is retrieved leaves the maildrop, which is EXPIRE 0 (§6.7)
    private void capabilities(boolean loggedIn, boolean taken) throws IOException {
        var lines = new ArrayList<>(List.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE"));
        lines.addAll(List.of("PIPELINING", "UTF8 USER"));
        lines.add("LOGIN-DELAY " + service.delays().seconds());
        String days = service.settings().expire().toUpperCase(Locale.ROOT);
        lines.add("EXPIRE " + (taken ? "0" : days));
        if (service.authenticator().allowsPlain(peer())) {
            lines.add("USER");
        }
        var mechanisms = service.authenticator().mechanisms(peer());
        if (!mechanisms.isEmpty()) {
            lines.add("SASL " + String.join(" ", mechanisms));
        }
        if (!loggedIn && connection.offersStartTls()) {
            lines.add("STLS");
        }
        lines.add("IMPLEMENTATION Posthouse");
        writer.ok("capability list follows");
        writer.lines(lines);
    }

    /// The next command that may be given in this state.
    private <C extends Pop3Command> C next(Class<C> state, int octetsMax) throws IOException {
        while (true) {
            if (!commandWaits()) {
                connection.flush();
            }
            try {
                var command = Pop3Parser.parse(connection.readLine(octetsMax));
                if (state.isInstance(command)) {
                    badInARow = 0;
                    return state.cast(command);
                }
                reject(command instanceof InTransaction ? "log in first" : "already logged in");
            } catch (SyntaxError | LineTooLong error) {
                reject(reason(error));
            }
        }
    }

    /// Whether a whole command has come already (RFC 2449 §6.6): then answers need not leave yet.
    private boolean commandWaits() throws IOException {
        return connection.hasInput() && connection.peek().indexOf('\n', 0) >= 0;
    }

    private void reject(String why) throws IOException {
        writer.err(why);
        if (++badInARow == BAD_COMMANDS_MAX) {
            connection.flush();
            throw new IOException("too many bad commands in a row");
        }
    }

    private static String reason(Exception refusal) {
        return Objects.requireNonNullElse(refusal.getMessage(), "refused");
    }

    /// A name as it may stand in an answer: ASCII, unless UTF8 (RFC 6856 §2.1) was given, and not
    /// to be taken for a response code.
    private Optional<String> shown(String name) {
        int highest = utf8 ? Character.MAX_CODE_POINT : '~';
        boolean showable =
                Bytes.utf8(name).length() <= NAME_OCTETS_SHOWN
                        && name.indexOf('[') < 0
                        && name.codePoints().allMatch(c -> c >= ' ' && c <= highest)
                        && name.chars().noneMatch(Character::isISOControl);
        return showable ? Optional.of(name) : Optional.empty();
    }

    private Peer peer() {
        var tls = connection.tls();
        return new Peer(
                connection.clientAddress(),
                tls.isPresent() || connection.fromLoopback(),
                tls.flatMap(it -> it.tlsServerEndPoint()),
                tls.flatMap(it -> it.tlsExporter()),
                "pop3");
    }

    /// Finds out who it is.
    private interface Way {
        Login login() throws AuthRefusal, IOException;
    }

    /// What is said once something else is done.
    private interface Answer {
        void write() throws IOException;
    }
}
