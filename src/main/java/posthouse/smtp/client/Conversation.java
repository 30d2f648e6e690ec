package posthouse.smtp.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import posthouse.bytes.Bytes;
import posthouse.smtp.SmtpCommand.Auth;
import posthouse.smtp.SmtpCommand.Ehlo;
import posthouse.smtp.SmtpCommand.Helo;
import posthouse.smtp.SmtpCommand.Quit;
import posthouse.smtp.SmtpCommand.Rset;
import posthouse.smtp.SmtpCommand.StartTls;
import posthouse.smtp.SmtpReply;
import posthouse.smtp.SmtpWriter;
import posthouse.tls.TlsClient;

/// What is said with a server from its greeting on (RFC 5321 §3.1, §3.2): TLS where it can be had,
/// and a login where one is wanted. Then messages may be handed over, one after the other.
final class Conversation implements AutoCloseable {
    /// Messages in one conversation: a server that counts is not tried too hard.
    static final int MESSAGES_MAX = 100;

    private static final Duration QUIT_TIME = Duration.ofSeconds(2);

    private final Target target;
    private final Wire wire;
    private final ClientConfig config;
    private Offer offer;
    private int messages;
    private boolean broken;

    /// A server that does not want this conversation, or not now.
    static final class Unwelcome extends IOException {
        private static final long serialVersionUID = 1;
        private final transient SmtpReply reply;

        Unwelcome(SmtpReply reply) {
            super("unwelcome");
            this.reply = reply;
        }

        SmtpReply reply() {
            return reply;
        }
    }

    /// The server offered TLS and could not do it: the same may go without.
    static final class TlsFailed extends IOException {
        private static final long serialVersionUID = 1;

        TlsFailed(String message) {
            super(message);
        }
    }

    /// The other side is this server itself.
    static final class Myself extends IOException {
        private static final long serialVersionUID = 1;
    }

    private Conversation(Target target, Wire wire, ClientConfig config) {
        this.target = target;
        this.wire = wire;
        this.config = config;
        offer = new Offer("", java.util.Map.of());
    }

    /// Begins. The wire is closed where this fails.
    ///
    /// @param how TLS is wanted; where it is opportunistic, any certificate will do (RFC 7435 §3)
    /// @param login for those who ask for one
    static Conversation begin(
            Target target,
            Wire wire,
            ClientConfig config,
            Security how,
            Optional<Smarthost.Login> login)
            throws IOException {
        var conversation = new Conversation(target, wire, config);
        try {
            conversation.greet(how);
            if (login.isPresent()) {
                conversation.logIn(login.get());
            }
            return conversation;
        } catch (IOException failure) {
            wire.close();
            throw failure;
        }
    }

    /// TLS as it is wanted.
    ///
    /// @param client who does the handshake; says whom to trust
    /// @param wanted empty where plain text is all right from the start
    record Security(TlsClient client, Optional<Smarthost.Tls> wanted) {}

    private void greet(Security how) throws IOException {
        var timeouts = config.timeouts();
        boolean implicit = how.wanted().filter(it -> it == Smarthost.Tls.IMPLICIT).isPresent();
        if (implicit) {
            handshake(how);
        }
        welcome(wire.hear("the connection (the greeting)", timeouts.greeting()));
        hello();
        if (how.wanted().isEmpty() || implicit) {
            return;
        }
        boolean needed = how.wanted().get() == Smarthost.Tls.STARTTLS;
        if (offer.has("STARTTLS")) {
            wire.say(new StartTls());
            SmtpReply reply = wire.hear("STARTTLS", timeouts.command());
            if (reply.code() == 220) {
                handshake(how);
                hello(); // What was offered before counts no more (RFC 3207 §4.2).
            } else if (needed || reply.code() == 421) {
                throw new Unwelcome(reply);
            }
        } else if (needed) {
            throw new PeerFailure("4.7.4", target.host() + " offers no STARTTLS, which is wanted");
        }
    }

    private void handshake(Security how) throws IOException {
        try {
            wire.startTls(how.client(), target.host(), target.port(), config.timeouts().command());
        } catch (SSLException | java.net.SocketTimeoutException failure) {
            throw new TlsFailed("TLS failed: " + Wire.reason(failure));
        }
    }

    private void welcome(SmtpReply reply) throws Unwelcome {
        if (!reply.positive()) {
            throw new Unwelcome(reply);
        }
    }

    private void hello() throws IOException {
        wire.say(new Ehlo(config.name()));
        SmtpReply reply = wire.hear("EHLO", config.timeouts().command());
        if (reply.positive()) {
            offer = Offer.of(reply);
        } else if (reply.code() == 421 || reply.transientFailure()) {
            throw new Unwelcome(reply);
        } else {
            wire.say(new Helo(config.name())); // RFC 5321 §3.2
            SmtpReply old = wire.hear("HELO", config.timeouts().command());
            welcome(old);
            offer = Offer.nothing(old);
        }
        if (offer.name().equalsIgnoreCase(config.name())) {
            throw new Myself();
        }
    }

    /// PLAIN (RFC 4616), else LOGIN, and only under TLS or on this machine.
    private void logIn(Smarthost.Login login) throws IOException {
        if (wire.security().isEmpty() && !target.address().isLoopbackAddress()) {
            throw new PeerFailure(
                    "4.7.0", "the password for " + target.host() + " is not sent without TLS");
        }
        List<String> mechanisms = offer.mechanisms();
        SmtpReply reply;
        if (mechanisms.contains("PLAIN")) {
            String response = "\0" + login.user() + "\0" + login.password();
            wire.say(new Auth("PLAIN", Optional.of(Bytes.utf8(response))));
            reply = wire.hear("AUTH", config.timeouts().command());
        } else if (mechanisms.contains("LOGIN")) {
            wire.say(new Auth("LOGIN", Optional.empty()));
            reply =
                    answer(
                            answer(wire.hear("AUTH", config.timeouts().command()), login.user()),
                            login.password());
        } else {
            throw new PeerFailure(
                    "4.7.0", target.host() + " offers neither AUTH PLAIN nor AUTH LOGIN");
        }
        welcome(reply);
    }

    private SmtpReply answer(SmtpReply asked, String text) throws IOException {
        if (asked.code() != 334) {
            return asked;
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        wire.say(Bytes.latin1(Base64.getEncoder().encodeToString(octets) + "\r\n"));
        return wire.hear("AUTH", config.timeouts().command());
    }

    Target target() {
        return target;
    }

    Wire wire() {
        return wire;
    }

    Offer offer() {
        return offer;
    }

    Timeouts timeouts() {
        return config.timeouts();
    }

    /// One more message has been handed over, or at least begun.
    void counted() {
        messages++;
    }

    /// Nothing more is to be said.
    void broken() {
        broken = true;
    }

    /// Ends a transaction that has come to nothing.
    void reset() throws IOException {
        wire.say(new Rset());
        if (!wire.hear("RSET", config.timeouts().command()).positive()) {
            broken = true;
        }
    }

    /// Whether a further message may be handed over.
    boolean goesOn() {
        return !broken && messages < MESSAGES_MAX && !wire.hasInput();
    }

    /// Says goodbye where there is still somebody to say it to, and does not wait long.
    @Override
    public void close() {
        if (!broken) {
            try {
                wire.say(SmtpWriter.line(new Quit()));
                var _ = wire.hear("QUIT", QUIT_TIME);
            } catch (IOException _) {
                broken = true; // Gone already.
            }
        }
        wire.close();
    }
}
