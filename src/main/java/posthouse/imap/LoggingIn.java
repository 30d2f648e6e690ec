package posthouse.imap;

import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import posthouse.auth.AuthRefusal;
import posthouse.auth.Login;
import posthouse.auth.Peer;
import posthouse.bytes.Bytes;
import posthouse.mailbox.MailRefusal;
import posthouse.net.Connection;

/// LOGIN and AUTHENTICATE (RFC 3501 §6.2.2, §6.2.3; SASL-IR: RFC 4959).
final class LoggingIn {
    private final Connection connection;
    private final ImapService service;
    private final ImapReader reader;
    private final ImapWriter writer;

    LoggingIn(Connection connection, ImapService service, ImapReader reader, ImapWriter writer) {
        this.connection = connection;
        this.service = service;
        this.reader = reader;
        this.writer = writer;
    }

    User with(ImapCommand.Login login) throws AuthRefusal, MailRefusal {
        return enter(service.authenticator().login(peer(), login.name(), login.password()));
    }

    User with(ImapCommand.Authenticate command) throws IOException, AuthRefusal, MailRefusal {
        Optional<Bytes> initial =
                command.initial().isPresent()
                        ? Optional.of(initial(command.initial().get()))
                        : Optional.empty();
        return enter(
                service.authenticator()
                        .authenticate(peer(), command.mechanism(), initial, this::ask));
    }

    /// Who the other end is, as far as the line tells.
    Peer peer() {
        var tls = connection.tls();
        return new Peer(
                connection.clientAddress(),
                tls.isPresent() || connection.fromLoopback(),
                tls.flatMap(it -> it.tlsServerEndPoint()),
                tls.flatMap(it -> it.tlsExporter()),
                "imap");
    }

    private User enter(Login login) throws AuthRefusal, MailRefusal {
        var session = service.sessions().enter(login, peer(), connection.id(), connection::dismiss);
        try {
            var account = service.accounts().open(login.account());
            connection.readTimeout(service.config().idleTimeout());
            return new User(session, account);
        } catch (MailRefusal | RuntimeException failure) {
            session.close();
            throw failure;
        }
    }

    /// RFC 4959 §3: `=` is an empty response.
    private static Bytes initial(String response) throws AuthRefusal {
        return response.equals("=") ? Bytes.EMPTY : decode(response);
    }

    private Bytes ask(Bytes challenge) throws IOException, AuthRefusal {
        writer.goOn(Base64.getEncoder().encodeToString(challenge.toArray()));
        writer.flush();
        connection.nextLineIsSecret();
        String response;
        try {
            response = reader.line().latin1().strip();
        } catch (SyntaxError tooLong) {
            throw new AuthRefusal.BadExchange(Refusals.why(tooLong));
        }
        if (response.equals("*")) {
            throw new AuthRefusal.Cancelled();
        }
        return decode(response);
    }

    private static Bytes decode(String base64) throws AuthRefusal {
        if (base64.length() > ImapLimits.SASL_OCTETS_MAX) {
            throw new AuthRefusal.BadExchange("the response is too long");
        }
        try {
            return Bytes.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            throw new AuthRefusal.BadExchange("the response is not in base64");
        }
    }
}
