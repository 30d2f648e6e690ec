package posthouse.smtp.server;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import posthouse.address.Address;
import posthouse.auth.AuthRefusal;
import posthouse.auth.Login;
import posthouse.auth.Peer;
import posthouse.bytes.Base32Hex;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.delivery.Envelope;
import posthouse.net.Connection;
import posthouse.net.Dismissed;
import posthouse.net.LineTooLong;
import posthouse.net.ShuttingDown;
import posthouse.net.TimedOut;
import posthouse.smtp.Path;
import posthouse.smtp.SmtpCommand;
import posthouse.smtp.SmtpCommand.Auth;
import posthouse.smtp.SmtpCommand.Bdat;
import posthouse.smtp.SmtpCommand.Data;
import posthouse.smtp.SmtpCommand.Ehlo;
import posthouse.smtp.SmtpCommand.Expn;
import posthouse.smtp.SmtpCommand.Helo;
import posthouse.smtp.SmtpCommand.Help;
import posthouse.smtp.SmtpCommand.Lhlo;
import posthouse.smtp.SmtpCommand.Mail;
import posthouse.smtp.SmtpCommand.Noop;
import posthouse.smtp.SmtpCommand.Quit;
import posthouse.smtp.SmtpCommand.Rcpt;
import posthouse.smtp.SmtpCommand.Rset;
import posthouse.smtp.SmtpCommand.StartTls;
import posthouse.smtp.SmtpCommand.Vrfy;
import posthouse.smtp.SmtpParser;
import posthouse.smtp.SmtpReply;
import posthouse.smtp.SmtpSyntaxError;
import posthouse.smtp.SmtpWriter;

/// One connection, on one virtual thread: read a command, carry it out, answer. Answers leave when
/// the client waits for them (RFC 2920 §3.2).
final class SmtpSession {
    /// Octets of a command line without its end. RFC 5321 §4.5.3.1.4 wants 510, the parameters of
    /// MAIL some 570 more (RFC 1870, 4954, 6152, 6531).
    static final int COMMAND_OCTETS_MAX = 2048;

    /// Octets of a line within AUTH, or with it (RFC 4954 §4).
    static final int AUTH_OCTETS_MAX = 12_288;

    /// Commands in a row that are none, or out of place: the last one ends the conversation.
    static final int BAD_COMMANDS_MAX = 20;

    /// Failed logins: the last one ends the conversation.
    static final int FAILED_LOGINS_MAX = 5;

    /// Recipients in one conversation that do not exist: more is harvesting, not a stale list. A
    /// mail system that speaks LMTP knows what it asks.
    static final int UNKNOWN_RECIPIENTS_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SmtpSession.class);

    private final Connection connection;
    private final Role role;
    private final SmtpServices services;
    private final Visit visit;
    private final Acceptance acceptance;
    private final BytesBuilder out = new BytesBuilder();
    private Optional<Greeting> greeting = Optional.empty();
    private Optional<Submitter> submitter = Optional.empty();
    private Optional<Transaction> transaction = Optional.empty();
    private boolean over;
    private int transactions;
    private int badCommands;
    private int failedLogins;
    private int unknownRecipients;

    /// What the client has said of itself.
    ///
    /// @param extended by EHLO or LHLO
    private record Greeting(String client, boolean extended) {}

    /// A line within AUTH was too long.
    private static final class ResponseTooLong extends IOException {
        private static final long serialVersionUID = 1;
    }

    SmtpSession(Connection connection, Role role, SmtpServices services) {
        this.connection = connection;
        this.role = role;
        this.services = services;
        visit = services.door().visit(connection, role);
        acceptance = new Acceptance(services, role, visit);
    }

    void run() throws IOException {
        connection.readTimeout(services.settings().timeout());
        try {
            visit.awaitGreeting();
            say(SmtpReply.plain(220, services.hostname() + kind() + " ready"));
            while (!over) {
                answer(next());
            }
        } catch (Farewell farewell) {
            say(farewell.reply());
        } catch (TimedOut _) {
            say(Replies.SILENT);
        } catch (ShuttingDown _) {
            say(Replies.SHUTTING_DOWN);
        } catch (Dismissed _) {
            say(Replies.DISMISSED);
        } finally {
            endTransaction();
            submitter.ifPresent(Submitter::close);
        }
        connection.flush();
    }

    private String kind() {
        return role == Role.LMTP ? " LMTP" : " ESMTP";
    }

    private void answer(SmtpCommand command) throws IOException {
        int badBefore = badCommands;
        try {
            carryOut(command);
            badCommands = badCommands == badBefore ? 0 : badCommands;
        } catch (ChunkedStream.Abandoned abandoned) {
            endTransaction();
            answer(abandoned.instead());
        } catch (RuntimeException failure) {
            LOG.error("{} failed", command, failure);
            endTransaction();
            say(Replies.FAILED);
        }
    }

    private void carryOut(SmtpCommand command) throws IOException {
        switch (command) {
            case Ehlo(String client) -> hello(role != Role.LMTP, client, true);
            case Helo(String client) -> hello(role != Role.LMTP, client, false);
            case Lhlo(String client) -> hello(role == Role.LMTP, client, true);
            case StartTls _ -> startTls();
            case Auth auth -> authenticate(auth);
            case Mail mail -> mail(mail);
            case Rcpt rcpt -> rcpt(rcpt);
            case Data _ -> data();
            case Bdat bdat -> bdat(bdat);
            case Rset _ -> {
                endTransaction();
                say(Replies.OK);
            }
            case Vrfy _ -> say(Replies.CANNOT_VERIFY);
            case Expn _ -> say(Replies.NO_EXPN);
            case Help _ -> say(Replies.HELP);
            case Noop _ -> say(Replies.OK);
            case Quit _ -> {
                say(Replies.GOODBYE);
                over = true;
            }
        }
    }

    // The session (RFC 5321 §3.1, §3.2).

    private void hello(boolean spoken, String client, boolean extended) throws IOException {
        if (!spoken) {
            reject(Replies.NOT_SPOKEN_HERE);
            return;
        }
        endTransaction();
        greeting = Optional.of(new Greeting(client, extended));
        var lines = new ArrayList<>(List.of(services.hostname()));
        if (extended) {
            lines.addAll(extensions());
        }
        say(new SmtpReply(250, "", lines));
    }

    private List<String> extensions() {
        var extensions =
                new ArrayList<>(
                        List.of(
                                "PIPELINING",
                                "SIZE " + services.settings().messageSizeMax().bytes(),
                                "8BITMIME",
                                "SMTPUTF8",
                                "CHUNKING",
                                "ENHANCEDSTATUSCODES"));
        if (role != Role.LMTP) {
            extensions.add("DSN");
        }
        if (role == Role.SUBMISSION) {
            extensions.add(FutureRelease.offer(services));
        }
        if (connection.offersStartTls()) {
            extensions.add("STARTTLS");
        }
        if (role == Role.SUBMISSION && submitter.isEmpty()) {
            var mechanisms = services.authenticator().mechanisms(peer());
            if (!mechanisms.isEmpty()) {
                extensions.add("AUTH " + String.join(" ", mechanisms));
            }
        }
        return extensions;
    }

    /// STARTTLS (RFC 3207). What was said before counts no more (§4.2).
    private void startTls() throws IOException {
        if (!connection.offersStartTls()) {
            reject(connection.tls().isPresent() ? Replies.TLS_ALREADY : Replies.NO_TLS);
            return;
        }
        if (connection.hasInput()) {
            throw new Farewell(Replies.BEHIND_STARTTLS);
        }
        say(Replies.BEGIN_TLS);
        connection.flush();
        connection.startTls();
        endTransaction();
        submitter.ifPresent(Submitter::close);
        submitter = Optional.empty();
        greeting = Optional.empty();
    }

    /// AUTH (RFC 4954 §4).
    private void authenticate(Auth auth) throws IOException {
        if (role != Role.SUBMISSION) {
            reject(Replies.NO_AUTH);
        } else if (submitter.isPresent()) {
            reject(Replies.AUTH_ALREADY);
        } else if (transaction.isPresent()) {
            reject(Replies.AUTH_TOO_LATE);
        } else {
            logIn(auth);
        }
    }

    private void logIn(Auth auth) throws IOException {
        var peer = peer();
        try {
            Login login =
                    services.authenticator()
                            .authenticate(peer, auth.mechanism(), auth.initial(), this::ask);
            var session =
                    services.sessions().enter(login, peer, connection.id(), connection::dismiss);
            submitter = Optional.of(new Submitter(session, services.directory(), services.cap()));
            MDC.put("account", login.name());
            say(Replies.WELCOME);
        } catch (ResponseTooLong _) {
            reject(Replies.RESPONSE_TOO_LONG);
        } catch (AuthRefusal refusal) {
            LOG.info("login refused: {}", refusal.getMessage());
            say(Replies.of(refusal));
            if (++failedLogins == FAILED_LOGINS_MAX) {
                throw new Farewell(Replies.TOO_MANY_ERRORS);
            }
        }
    }

    /// A step of AUTH.
    private Bytes ask(Bytes challenge) throws IOException, AuthRefusal {
        String text = Base64.getEncoder().encodeToString(challenge.toArray());
        say(SmtpReply.plain(334, text));
        connection.flush();
        connection.nextLineIsSecret();
        try {
            String response = connection.readLine(AUTH_OCTETS_MAX).latin1();
            if (response.equals("*")) {
                throw new AuthRefusal.Cancelled();
            }
            return Bytes.wrap(Base64.getDecoder().decode(response));
        } catch (IllegalArgumentException _) {
            throw new AuthRefusal.BadExchange("that is no base64");
        } catch (LineTooLong _) {
            throw new ResponseTooLong();
        }
    }

    private Peer peer() {
        var tls = connection.tls();
        return new Peer(
                connection.clientAddress(),
                tls.isPresent() || connection.fromLoopback(),
                tls.flatMap(it -> it.tlsServerEndPoint()),
                tls.flatMap(it -> it.tlsExporter()),
                role.protocol());
    }

    // The mail transaction (RFC 5321 §3.3).

    private void mail(Mail mail) throws IOException {
        if (role == Role.SUBMISSION && submitter.isEmpty()) {
            // RFC 4954 §6, RFC 6409 §4.3
            boolean plain = services.authenticator().mechanisms(peer()).isEmpty();
            reject(plain ? Replies.STARTTLS_FIRST : Replies.LOGIN_FIRST);
        } else if (greeting.isEmpty()) {
            reject(Replies.HELLO_FIRST);
        } else if (transaction.isPresent()) {
            reject(Replies.NESTED_MAIL);
        } else {
            say(sender(mail));
        }
    }

    private SmtpReply sender(Mail mail) {
        if (mail.size().orElse(0) > services.settings().messageSizeMax().bytes()) {
            return Replies.TOO_LARGE; // RFC 1870 §6.1
        }
        if (mail.from() instanceof Path.Mailbox(Address address)
                && acceptance.needsUtf8(address, mail.smtpUtf8())) {
            return Replies.UTF8_SENDER;
        }
        if (submitter.isPresent() && !maySend(mail.from(), submitter.get())) {
            return Replies.NOT_YOURS;
        }
        var tooMany = visit.message();
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        if (mail.hold().isPresent() && role != Role.SUBMISSION || asksForReports(mail)) {
            return Replies.NO_SUCH_PARAMETER;
        }
        Optional<Instant> release = Optional.empty();
        try {
            release = FutureRelease.of(mail.hold(), services);
        } catch (FutureRelease.OutOfRange wrong) {
            return Replies.badHold(wrong.why());
        }
        transaction = Optional.of(Transaction.begin(newId(), mail, release, submitter));
        return Replies.SENDER_OK;
    }

    /// DSN is not offered to whoever hears of each recipient in the answer.
    private boolean asksForReports(Mail mail) {
        return role == Role.LMTP && (mail.full().isPresent() || mail.envelopeId().isPresent());
    }

    /// Receipts and notices of users go out with the null reverse-path (RFC 8098 §3): it is
    /// everybody's.
    private static boolean maySend(Path from, Submitter submitter) {
        return switch (from) {
            case Path.Null _ -> true;
            case Path.Mailbox(Address address) -> submitter.owns(address);
            case Path.AtLiteral _, Path.Postmaster _ -> false;
        };
    }

    private void rcpt(Rcpt rcpt) throws IOException {
        if (transaction.isEmpty()) {
            reject(Replies.MAIL_FIRST);
            return;
        }
        SmtpReply reply =
                visit.recipient(rcpt.to())
                        .orElseGet(() -> acceptance.answer(rcpt, transaction.get()));
        if (!reply.positive()) {
            LOG.info("{} to {}: {}", transaction.get().id(), rcpt.to(), reply.lines().getFirst());
            minutes(transaction.get()).refused(rcpt.to(), reply);
        }
        say(reply);
        if (reply.equals(Replies.NO_SUCH_USER)
                && role != Role.LMTP
                && ++unknownRecipients == UNKNOWN_RECIPIENTS_MAX) {
            throw new Farewell(Replies.TOO_MANY_UNKNOWN);
        }
    }

    private void data() throws IOException {
        if (transaction.isEmpty() || transaction.get().recipients().isEmpty()) {
            // RFC 2033 §4.2 and RFC 2920 §3.1 need a refusal here, not an empty delivery.
            reject(transaction.isEmpty() ? Replies.MAIL_FIRST : Replies.RCPT_FIRST);
            return;
        }
        say(Replies.GO_AHEAD);
        connection.flush();
        take(transaction.get(), new DottedStream(connection, limit()));
    }

    private void bdat(Bdat chunk) throws IOException {
        if (transaction.isEmpty() || transaction.get().recipients().isEmpty()) {
            new ChunkedStream(connection, limit(), chunk, this::nextChunk).drain();
            reject(transaction.isEmpty() ? Replies.MAIL_FIRST : Replies.RCPT_FIRST);
            return;
        }
        take(transaction.get(), new ChunkedStream(connection, limit(), chunk, this::nextChunk));
    }

    /// What follows a chunk that was not the last (RFC 3030 §2).
    private Bdat nextChunk(Bdat chunk) throws IOException {
        say(Replies.chunk(chunk.octets()));
        while (true) {
            SmtpCommand command = next();
            switch (command) {
                case Bdat following -> {
                    return following;
                }
                case Noop _ -> say(Replies.OK);
                case Vrfy _, Expn _, Help _ -> say(Replies.CANNOT_VERIFY);
                case Mail _, Rcpt _, Data _, Auth _ -> reject(Replies.BDAT_BEGUN);
                case Ehlo _, Helo _, Lhlo _, StartTls _, Rset _, Quit _ ->
                        throw new ChunkedStream.Abandoned(command);
            }
        }
    }

    private Limit limit() {
        return new Limit(services.clock(), services.settings().messageSizeMax().bytes());
    }

    private void take(Transaction current, MessageStream stream) throws IOException {
        var intake = new Intake(services, current, minutes(current), role);
        List<SmtpReply> replies = intake.take(stream);
        minutes(current).answered(current.recipients(), replies);
        if (replies.stream().noneMatch(SmtpReply::positive)) {
            endTransaction();
        }
        transaction = Optional.empty();
        for (SmtpReply reply : replies) {
            say(reply);
        }
        connection.flush();
        intake.answered();
    }

    private Minutes minutes(Transaction current) {
        return new Minutes(
                services.journal(),
                envelope(current),
                connection.tls().map(it -> it.version() + " " + it.cipher()).orElse(""),
                submitter.map(it -> it.session().login().name()));
    }

    private Envelope envelope(Transaction current) {
        return new Envelope(
                current.id(),
                current.mail().from().toString(),
                greeting.map(Greeting::client).orElse("unknown"),
                connection.clientAddress(),
                services.hostname(),
                transmission(current.mail().smtpUtf8()),
                connection.tls().map(it -> it.cipher()));
    }

    /// RFC 3848, RFC 6531 §4.3
    private String transmission(boolean smtpUtf8) {
        if (!greeting.map(Greeting::extended).orElse(false)) {
            return "SMTP";
        }
        String language = role == Role.LMTP ? "LMTP" : "SMTP";
        return (smtpUtf8 ? "UTF8" + language : role == Role.LMTP ? language : "E" + language)
                + (connection.tls().isPresent() ? "S" : "")
                + (submitter.isPresent() ? "A" : "");
    }

    /// When, on which connection, and which of its transactions.
    private String newId() {
        var now = services.clock().now();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        return Base32Hex.fixed(micros, 11) + "-" + connection.id() + "-" + ++transactions;
    }

    private void endTransaction() {
        transaction.ifPresent(Transaction::giveBack);
        transaction = Optional.empty();
    }

    // The line.

    /// The next command; what is none is answered here.
    private SmtpCommand next() throws IOException {
        while (true) {
            if (!commandWaits()) {
                connection.flush();
            }
            try {
                Bytes line = connection.readLine(AUTH_OCTETS_MAX);
                visit.command();
                SmtpCommand command = SmtpParser.parse(line);
                if (line.length() <= COMMAND_OCTETS_MAX || command instanceof Auth) {
                    return command;
                }
                reject(Replies.LINE_TOO_LONG);
            } catch (LineTooLong _) {
                reject(Replies.LINE_TOO_LONG);
            } catch (SmtpSyntaxError error) {
                if (error.kind() == SmtpSyntaxError.Kind.BAD_CHUNK) {
                    // What follows is a message of unknown length, not commands.
                    throw new Farewell(Replies.of(error));
                }
                reject(Replies.of(error));
            }
        }
    }

    /// Whether a whole command has come already: then answers need not leave yet.
    private boolean commandWaits() throws IOException {
        return connection.hasInput() && connection.peek().indexOf('\n', 0) >= 0;
    }

    private void reject(SmtpReply reply) throws IOException {
        say(reply);
        if (++badCommands == BAD_COMMANDS_MAX) {
            throw new Farewell(Replies.TOO_MANY_ERRORS);
        }
    }

    private void say(SmtpReply reply) throws IOException {
        SmtpWriter.write(reply, out.clear());
        connection.write(out);
    }
}
