package posthouse.smtp;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.smtp.SmtpCommand.Auth;
import posthouse.smtp.SmtpCommand.Bdat;
import posthouse.smtp.SmtpCommand.Data;
import posthouse.smtp.SmtpCommand.Ehlo;
import posthouse.smtp.SmtpCommand.Expn;
import posthouse.smtp.SmtpCommand.Helo;
import posthouse.smtp.SmtpCommand.Help;
import posthouse.smtp.SmtpCommand.Hold;
import posthouse.smtp.SmtpCommand.Lhlo;
import posthouse.smtp.SmtpCommand.Mail;
import posthouse.smtp.SmtpCommand.Noop;
import posthouse.smtp.SmtpCommand.Quit;
import posthouse.smtp.SmtpCommand.Rcpt;
import posthouse.smtp.SmtpCommand.Rset;
import posthouse.smtp.SmtpCommand.StartTls;
import posthouse.smtp.SmtpCommand.Vrfy;

/// Writes commands and replies as lines, CRLF included.
public final class SmtpWriter {
    /// RFC 5321 §4.5.3.1.5: a reply line with code and CRLF.
    public static final int REPLY_LINE_OCTETS_MAX = 512;

    private SmtpWriter() {}

    /// `Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF`
    /// (§4.2), the enhanced status code on each line (RFC 2034 §4). What cannot stand in a line is
    /// written as `?`, and what is too long is cut.
    public static void write(SmtpReply reply, BytesBuilder out) {
        for (int i = 0; i < reply.lines().size(); i++) {
            boolean last = i == reply.lines().size() - 1;
            var line = new BytesBuilder(80).decimal(reply.code()).octet(last ? ' ' : '-');
            if (!reply.enhanced().isEmpty()) {
                line.latin1(reply.enhanced()).octet(' ');
            }
            Bytes octets = line.utf8(printable(reply.lines().get(i))).build();
            out.append(octets.slice(0, Math.min(octets.length(), REPLY_LINE_OCTETS_MAX - 2)));
            out.octet('\r').octet('\n');
        }
    }

    /// The command's line; [SmtpParser] reads the same command from it, without the CRLF.
    public static Bytes line(SmtpCommand command) {
        return Bytes.utf8(text(command) + "\r\n");
    }

    private static String text(SmtpCommand command) {
        return switch (command) {
            case Ehlo(String client) -> "EHLO " + client;
            case Helo(String client) -> "HELO " + client;
            case Lhlo(String client) -> "LHLO " + client;
            case StartTls _ -> "STARTTLS";
            case Auth(String mechanism, Optional<Bytes> initial) ->
                    "AUTH " + mechanism + initial.map(SmtpWriter::initialResponse).orElse("");
            case Mail mail -> "MAIL FROM:" + mail.from() + parameters(mail);
            case Rcpt rcpt -> "RCPT TO:" + rcpt.to() + parameters(rcpt);
            case Data _ -> "DATA";
            case Bdat(long octets, boolean last) -> "BDAT " + octets + (last ? " LAST" : "");
            case Rset _ -> "RSET";
            case Vrfy(String who) -> "VRFY " + who;
            case Expn(String list) -> "EXPN " + list;
            case Help(String about) -> about.isEmpty() ? "HELP" : "HELP " + about;
            case Noop _ -> "NOOP";
            case Quit _ -> "QUIT";
        };
    }

    private static String initialResponse(Bytes initial) {
        return initial.isEmpty()
                ? " ="
                : " " + java.util.Base64.getEncoder().encodeToString(initial.toArray());
    }

    private static String parameters(Mail mail) {
        return size(mail.size())
                + mail.body().map(b -> " BODY=" + b.keyword()).orElse("")
                + (mail.smtpUtf8() ? " SMTPUTF8" : "")
                + mail.auth().map(a -> " AUTH=" + xtext(a)).orElse("")
                + mail.full().map(it -> it ? " RET=FULL" : " RET=HDRS").orElse("")
                + mail.envelopeId().map(it -> " ENVID=" + xtext(it)).orElse("")
                + mail.hold().map(SmtpWriter::hold).orElse("");
    }

    private static String xtext(String plain) {
        return plain.isEmpty() ? "<>" : Xtext.encode(plain);
    }

    private static String hold(Hold hold) {
        return switch (hold) {
            case Hold.For(int seconds) -> " HOLDFOR=" + seconds;
            case Hold.Until(Instant time) -> " HOLDUNTIL=" + time;
        };
    }

    private static String parameters(Rcpt rcpt) {
        return (rcpt.wants().said() ? " NOTIFY=" + rcpt.wants().value() : "")
                + rcpt.original().map(it -> " ORCPT=" + it).orElse("");
    }

    private static String size(OptionalLong size) {
        return size.isPresent() ? " SIZE=" + size.getAsLong() : "";
    }

    private static String printable(String text) {
        boolean clean = text.chars().allMatch(c -> c >= 0x20 && c != 0x7f);
        return clean ? text : text.replaceAll("\\p{Cntrl}", "?");
    }
}
