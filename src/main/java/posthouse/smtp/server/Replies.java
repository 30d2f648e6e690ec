package posthouse.smtp.server;

import java.net.InetAddress;
import java.util.Objects;
import posthouse.address.HostAddress;
import posthouse.auth.AuthRefusal;
import posthouse.mailbox.MailRefusal;
import posthouse.smtp.SmtpReply;
import posthouse.smtp.SmtpSyntaxError;

/// Everything that the server says but the greeting and the list of extensions: codes after RFC
/// 5321 §4.2 and §4.3.2, enhanced ones after RFC 3463, RFC 4954 §6, RFC 6531 §4.4 and RFC 5248's
/// registry.
final class Replies {
    static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "ok");
    static final SmtpReply SENDER_OK = SmtpReply.of(250, "2.1.0", "sender ok");
    static final SmtpReply RECIPIENT_OK = SmtpReply.of(250, "2.1.5", "recipient ok");
    static final SmtpReply GO_AHEAD = SmtpReply.plain(354, "go ahead, end with <CRLF>.<CRLF>");
    static final SmtpReply GOODBYE = SmtpReply.of(221, "2.0.0", "goodbye");
    static final SmtpReply BEGIN_TLS = SmtpReply.of(220, "2.0.0", "begin TLS");
    static final SmtpReply WELCOME = SmtpReply.of(235, "2.7.0", "welcome");
    static final SmtpReply HELP = SmtpReply.of(214, "2.0.0", "see RFC 5321");

    /// RFC 5321 §3.5.3, §7.3: neither yes nor no.
    static final SmtpReply CANNOT_VERIFY =
            SmtpReply.of(252, "2.5.0", "cannot say, but will take mail and try to deliver it");

    static final SmtpReply SILENT = SmtpReply.of(421, "4.4.2", "silent for too long, closing");

    /// The session was ended by the operator, or by a new password.
    static final SmtpReply DISMISSED = SmtpReply.of(421, "4.3.2", "this session was ended");

    static final SmtpReply SHUTTING_DOWN = SmtpReply.of(421, "4.3.2", "shutting down, closing");
    static final SmtpReply TOO_MANY_ERRORS = SmtpReply.of(421, "4.7.0", "too many errors, closing");
    static final SmtpReply TOO_MANY_UNKNOWN =
            SmtpReply.of(421, "4.7.0", "too many unknown recipients, closing");
    static final SmtpReply TOO_SLOW =
            SmtpReply.of(421, "4.4.2", "the message took too long, closing");

    /// RFC 7504 §3: instead of a greeting, and without waiting for QUIT.
    static final SmtpReply SPOKE_FIRST =
            SmtpReply.plain(521, "you spoke before the greeting (RFC 5321 section 4.3.1), closing");

    static final SmtpReply FAILED = SmtpReply.of(451, "4.3.0", "that failed here, try again later");
    static final SmtpReply OVER_DAY =
            SmtpReply.of(450, "4.7.1", "no more recipients for this account today");
    static final SmtpReply OVER_RECIPIENTS =
            SmtpReply.of(452, "4.5.3", "too many recipients, send another copy to the rest");

    static final SmtpReply LINE_TOO_LONG = SmtpReply.of(500, "5.5.2", "line too long");
    static final SmtpReply RESPONSE_TOO_LONG = SmtpReply.of(500, "5.5.6", "response too long");
    static final SmtpReply NOT_SPOKEN_HERE = SmtpReply.of(500, "5.5.1", "not spoken here");
    static final SmtpReply NO_EXPN = SmtpReply.of(502, "5.5.1", "lists are not expanded here");
    static final SmtpReply NO_AUTH =
            SmtpReply.of(502, "5.5.1", "no login here; users submit on port 465 or 587");
    static final SmtpReply NO_TLS = SmtpReply.of(502, "5.5.1", "no TLS here");
    static final SmtpReply TLS_ALREADY = SmtpReply.of(503, "5.5.1", "TLS is active already");
    static final SmtpReply BEHIND_STARTTLS =
            SmtpReply.of(503, "5.5.1", "nothing may be sent behind STARTTLS, closing");
    static final SmtpReply AUTH_ALREADY = SmtpReply.of(503, "5.5.1", "logged in already");
    static final SmtpReply AUTH_TOO_LATE =
            SmtpReply.of(503, "5.5.1", "not within a mail transaction");
    static final SmtpReply HELLO_FIRST = SmtpReply.of(503, "5.5.1", "say hello first");
    static final SmtpReply MAIL_FIRST = SmtpReply.of(503, "5.5.1", "MAIL comes first");
    static final SmtpReply NESTED_MAIL = SmtpReply.of(503, "5.5.1", "MAIL was given already");
    static final SmtpReply RCPT_FIRST = SmtpReply.of(503, "5.5.1", "no valid recipients");
    static final SmtpReply BDAT_BEGUN =
            SmtpReply.of(503, "5.5.1", "the message has begun; BDAT or RSET");
    static final SmtpReply STARTTLS_FIRST =
            SmtpReply.of(530, "5.7.0", "STARTTLS and a login come first");
    static final SmtpReply LOGIN_FIRST = SmtpReply.of(530, "5.7.0", "a login comes first");

    static final SmtpReply NO_SUCH_USER = SmtpReply.of(550, "5.1.1", "no such user here");
    static final SmtpReply MEMBERS_ONLY =
            SmtpReply.of(550, "5.7.2", "only members may write to that group, when logged in");
    static final SmtpReply BOUNCES_ONLY =
            SmtpReply.of(550, "5.7.1", "that address takes bounces only, from <>");
    static final SmtpReply NOT_REWRITTEN_HERE =
            SmtpReply.of(550, "5.1.1", "that address was not made here, or was changed");
    static final SmtpReply NO_BOUNCES_ANY_MORE =
            SmtpReply.of(550, "5.1.1", "that address took bounces for some weeks, which are over");
    static final SmtpReply NO_RELAY = SmtpReply.of(550, "5.7.1", "relaying denied");
    static final SmtpReply NO_SUCH_PARAMETER =
            SmtpReply.of(555, "5.5.4", "that parameter was not offered");
    static final SmtpReply NOT_YOURS =
            SmtpReply.of(550, "5.7.1", "that sender address is not yours");
    static final SmtpReply FROM_NOT_YOURS =
            SmtpReply.of(550, "5.7.1", "the From field must hold addresses of yours only");
    static final SmtpReply BARE_LINE_END =
            SmtpReply.of(550, "5.6.0", "the message has a bare CR, a bare LF or a NUL");
    static final SmtpReply LOOP =
            SmtpReply.of(554, "5.4.6", "the message has too many Received fields: a loop");
    static final SmtpReply GONE_ROUND =
            SmtpReply.of(554, "5.4.6", "the message was sent on from here before: a loop");
    static final SmtpReply TOO_LARGE =
            SmtpReply.of(552, "5.3.4", "the message is larger than allowed");
    static final SmtpReply UTF8_SENDER =
            SmtpReply.of(550, "5.6.7", "an address like that needs SMTPUTF8");
    static final SmtpReply UTF8_RECIPIENT =
            SmtpReply.of(553, "5.6.7", "an address like that needs SMTPUTF8");

    private Replies() {}

    /// @param id by which the sender's administrator can ask after the message
    static SmtpReply accepted(String id) {
        return SmtpReply.of(250, "2.6.0", id + " delivered");
    }

    /// RFC 5321 §3.8.
    static SmtpReply closing(String tooMany) {
        return SmtpReply.of(421, "4.7.0", tooMany + ", closing");
    }

    static SmtpReply later(String tooMany) {
        return SmtpReply.of(450, "4.7.1", tooMany + ", try again later");
    }

    /// @param reason in the list's words; may be empty
    static SmtpReply listed(InetAddress address, String list, String reason) {
        return SmtpReply.of(
                554,
                "5.7.1",
                "your address %s is listed by %s%s; the postmaster can be written to all the same"
                        .formatted(
                                HostAddress.text(address),
                                list,
                                reason.isEmpty() ? "" : " (" + reason + ")"));
    }

    /// @param id of the message in the queue
    static SmtpReply queued(String id) {
        return SmtpReply.of(250, "2.6.0", id + " queued");
    }

    /// RFC 4865 §4.
    static SmtpReply badHold(String why) {
        return SmtpReply.of(501, "5.5.4", why);
    }

    /// RFC 3030 §2.
    static SmtpReply chunk(long octets) {
        return SmtpReply.of(250, "2.0.0", octets + " octets received");
    }

    static SmtpReply of(SmtpSyntaxError error) {
        return switch (error.kind()) {
            case UNKNOWN_COMMAND -> SmtpReply.of(500, "5.5.2", text(error));
            case BAD_ARGUMENT -> SmtpReply.of(501, "5.5.4", text(error));
            case BAD_CHUNK -> SmtpReply.of(501, "5.5.4", text(error) + ", closing");
            case BAD_SENDER -> SmtpReply.of(501, "5.1.7", text(error));
            case BAD_RECIPIENT -> SmtpReply.of(501, "5.1.3", text(error));
            case UNKNOWN_PARAMETER -> SmtpReply.of(555, "5.5.4", text(error));
        };
    }

    /// The one switch from what is refused to SMTP.
    static SmtpReply of(MailRefusal refusal) {
        return switch (refusal) {
            // RFC 5321 §4.2.2; temporary, since people tidy up.
            case MailRefusal.OverQuota _ -> SmtpReply.of(452, "4.2.2", text(refusal));
            case MailRefusal.TooLarge _ -> SmtpReply.of(552, "5.3.4", text(refusal));
            // Not with the refusal's words: they name the account's number.
            case MailRefusal.NoSuchAccount _ -> NO_SUCH_USER;
            case MailRefusal.NoSuchMailbox _,
                    MailRefusal.OverLimit _,
                    MailRefusal.MailboxExists _,
                    MailRefusal.BadMailboxName _,
                    MailRefusal.Forbidden _,
                    MailRefusal.MaildropInUse _,
                    MailRefusal.BadAddress _ ->
                    FAILED;
        };
    }

    /// The one switch from who may not come in to SMTP (RFC 4954 §4, §6).
    static SmtpReply of(AuthRefusal refusal) {
        return switch (refusal) {
            case AuthRefusal.WrongCredentials _ -> SmtpReply.of(535, "5.7.8", text(refusal));
            case AuthRefusal.TooManyFailures _, AuthRefusal.Busy _, AuthRefusal.TooManySessions _ ->
                    SmtpReply.of(454, "4.7.0", text(refusal));
            case AuthRefusal.NeedsTls _ -> SmtpReply.of(538, "5.7.11", text(refusal));
            case AuthRefusal.NoSuchMechanism _ -> SmtpReply.of(504, "5.5.4", text(refusal));
            case AuthRefusal.BadExchange _ -> SmtpReply.of(501, "5.5.2", text(refusal));
            case AuthRefusal.Cancelled _ -> SmtpReply.of(501, "5.7.0", text(refusal));
        };
    }

    private static String text(Exception refusal) {
        return Objects.requireNonNullElse(refusal.getMessage(), "refused");
    }
}
