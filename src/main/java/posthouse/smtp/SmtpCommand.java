package posthouse.smtp;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import posthouse.bytes.Bytes;

/// Everything a client can ask (RFC 5321 §4.1.1 and its extensions), grouped by what it is for.
public sealed interface SmtpCommand {
    /// Begins or changes the session.
    sealed interface OfSession extends SmtpCommand {}

    /// Belongs to a mail transaction (RFC 5321 §3.3).
    sealed interface OfTransaction extends SmtpCommand {}

    /// Asks something and changes nothing, or says good-bye.
    sealed interface AtAnyTime extends SmtpCommand {}

    /// EHLO (RFC 5321 §4.1.1.1).
    ///
    /// @param client who the client says it is: a domain, an address literal or, from some, neither
    record Ehlo(String client) implements OfSession {}

    /// HELO: no extensions.
    record Helo(String client) implements OfSession {}

    /// LHLO: LMTP's EHLO (RFC 2033 §4.1).
    record Lhlo(String client) implements OfSession {}

    /// STARTTLS (RFC 3207).
    record StartTls() implements OfSession {}

    /// AUTH (RFC 4954 §4).
    ///
    /// @param mechanism in upper case
    /// @param initial the initial response, decoded; a client sends `=` for an empty one
    record Auth(String mechanism, Optional<Bytes> initial) implements OfSession {
        /// Without the response, which may hold a password.
        @Override
        public String toString() {
            return "AUTH " + mechanism;
        }
    }

    /// MAIL (RFC 5321 §4.1.1.2).
    ///
    /// @param from a [Path.Null], [Path.Mailbox] or [Path.AtLiteral]
    /// @param size the message's octets as declared (RFC 1870)
    /// @param body (RFC 6152)
    /// @param smtpUtf8 addresses and header are in UTF-8 (RFC 6531)
    /// @param auth who submitted the message, as far as the client knows, in xtext decoded; empty
    ///   text for `<>` (RFC 4954 §5)
    /// @param full RET (RFC 3461 §4.3): whether a report of failure is to carry the whole message
    /// @param envelopeId ENVID (RFC 3461 §4.4), decoded
    /// @param hold when it may leave (RFC 4865)
    record Mail(
            Path from,
            OptionalLong size,
            Optional<Body> body,
            boolean smtpUtf8,
            Optional<String> auth,
            Optional<Boolean> full,
            Optional<String> envelopeId,
            Optional<Hold> hold)
            implements OfTransaction {
        /// A bare reverse-path.
        public Mail(Path from) {
            this(
                    from,
                    OptionalLong.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /// How long a message is to wait here before it is sent on (RFC 4865 §4).
    sealed interface Hold {
        /// @param seconds 1 to 999999999
        record For(int seconds) implements Hold {}

        record Until(Instant time) implements Hold {}
    }

    /// RCPT (RFC 5321 §4.1.1.3).
    ///
    /// @param to a [Path.Mailbox], [Path.AtLiteral] or [Path.Postmaster]
    /// @param wants what the sender wants to hear of this recipient
    /// @param original ORCPT (RFC 3461 §4.2), as written: `rfc822;` and the address in xtext
    record Rcpt(Path to, Notify wants, Optional<String> original) implements OfTransaction {
        /// A bare forward-path.
        public Rcpt(Path to) {
            this(to, Notify.UNSAID, Optional.empty());
        }
    }

    /// DATA (RFC 5321 §4.1.1.4).
    record Data() implements OfTransaction {}

    /// BDAT (RFC 3030 §2). Its octets follow the line, whatever is answered.
    ///
    /// @param octets 0 or more
    record Bdat(long octets, boolean last) implements OfTransaction {}

    /// RSET (RFC 5321 §4.1.1.5).
    record Rset() implements OfTransaction {}

    /// VRFY (RFC 5321 §4.1.1.6).
    record Vrfy(String who) implements AtAnyTime {}

    /// EXPN (RFC 5321 §4.1.1.7).
    record Expn(String list) implements AtAnyTime {}

    /// HELP (RFC 5321 §4.1.1.8).
    ///
    /// @param about empty where the client does not say
    record Help(String about) implements AtAnyTime {}

    /// NOOP (RFC 5321 §4.1.1.9), whatever stands behind it.
    record Noop() implements AtAnyTime {}

    /// QUIT (RFC 5321 §4.1.1.10).
    record Quit() implements AtAnyTime {}

    /// What the octets of a message may be (RFC 6152 §3).
    enum Body {
        SEVEN_BIT("7BIT"),
        EIGHT_BIT_MIME("8BITMIME");

        private final String keyword;

        Body(String keyword) {
            this.keyword = keyword;
        }

        public String keyword() {
            return keyword;
        }
    }
}
