package posthouse.imap;

import java.util.Objects;
import posthouse.auth.AuthRefusal;
import posthouse.mailbox.MailRefusal;

/// How IMAP says no: the response codes of RFC 5530 and their kin.
final class Refusals {
    private Refusals() {}

    /// The sentence for people.
    static String why(Exception refusal) {
        return Objects.requireNonNullElse(refusal.getMessage(), "refused");
    }

    static String code(MailRefusal refusal) {
        return switch (refusal) {
            case MailRefusal.NoSuchMailbox _ -> "NONEXISTENT";
            case MailRefusal.MailboxExists _ -> "ALREADYEXISTS";
            case MailRefusal.BadMailboxName _ -> "CANNOT";
            case MailRefusal.Forbidden _ -> "CANNOT";
            case MailRefusal.OverQuota _ -> "OVERQUOTA";
            case MailRefusal.OverLimit _ -> "LIMIT";
            case MailRefusal.TooLarge _ -> "TOOBIG"; // RFC 7889 §3
            case MailRefusal.NoSuchAccount _ -> "UNAVAILABLE";
            case MailRefusal.MaildropInUse _ -> "INUSE";
            case MailRefusal.BadAddress _ -> "CANNOT";
        };
    }

    /// The code where the login is refused; none where the client broke the exchange, which is BAD
    /// (RFC 3501 §6.2.2).
    static String code(AuthRefusal refusal) {
        return switch (refusal) {
            case AuthRefusal.WrongCredentials _ -> "AUTHENTICATIONFAILED";
            case AuthRefusal.TooManyFailures _ -> "UNAVAILABLE";
            case AuthRefusal.Busy _ -> "UNAVAILABLE";
            case AuthRefusal.TooManySessions _ -> "LIMIT";
            case AuthRefusal.NeedsTls _ -> "PRIVACYREQUIRED";
            case AuthRefusal.NoSuchMechanism _ -> "CANNOT";
            case AuthRefusal.BadExchange _ -> "";
            case AuthRefusal.Cancelled _ -> "";
        };
    }
}
