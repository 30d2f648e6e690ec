package posthouse.smtp;

import static posthouse.smtp.SmtpSyntaxError.Kind.BAD_ARGUMENT;
import static posthouse.smtp.SmtpSyntaxError.Kind.BAD_CHUNK;
import static posthouse.smtp.SmtpSyntaxError.Kind.BAD_RECIPIENT;
import static posthouse.smtp.SmtpSyntaxError.Kind.BAD_SENDER;
import static posthouse.smtp.SmtpSyntaxError.Kind.UNKNOWN_COMMAND;
import static posthouse.smtp.SmtpSyntaxError.Kind.UNKNOWN_PARAMETER;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.smtp.SmtpCommand.Auth;
import posthouse.smtp.SmtpCommand.Bdat;
import posthouse.smtp.SmtpCommand.Body;
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
import posthouse.smtp.SmtpSyntaxError.Kind;

/// Reads a command from its line. One method a rule; the rules are RFC 5321 §4.1.1 and §4.1.2 as
/// amended by RFC 6531 §3.3, which lets UTF-8 stand in strings and addresses.
///
/// Liberal where clients are: spaces behind `FROM:` and `TO:` (Outlook), a path without its angle
/// brackets, white space at the end of a line.
public final class SmtpParser {
    /// RFC 5321 §4.5.3.1.2 for a domain; also more than any name of a client.
    private static final int CLIENT_CHARACTERS_MAX = 255;

    /// RFC 3461 §4.4 and §4.2.
    private static final int ENVID_CHARACTERS_MAX = 100;

    private static final int ORCPT_CHARACTERS_MAX = 500;

    private static final Set<String> NOTIFY_EVENTS = Set.of("SUCCESS", "FAILURE", "DELAY");

    private final String text;
    private int at;

    private SmtpParser(String text) {
        this.text = text;
    }

    /// The command that `line`, without its end, holds.
    public static SmtpCommand parse(Bytes line) throws SmtpSyntaxError {
        String text = withoutBlanks(line.strictUtf8().orElseThrow(SmtpParser::notText));
        if (text.chars().anyMatch(c -> c < 0x20 && c != '\t' || c == 0x7f)) {
            throw notText();
        }
        return new SmtpParser(text).command();
    }

    /// Without those at the end. What else Unicode calls white space may belong to a name.
    private static String withoutBlanks(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        return line.substring(0, end);
    }

    private static SmtpSyntaxError notText() {
        return new SmtpSyntaxError(UNKNOWN_COMMAND, "that is no text");
    }

    private SmtpCommand command() throws SmtpSyntaxError {
        String verb = word().toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "EHLO" -> new Ehlo(client());
            case "HELO" -> new Helo(client());
            case "LHLO" -> new Lhlo(client());
            case "STARTTLS" -> alone(new StartTls());
            case "AUTH" -> auth();
            case "MAIL" -> mail();
            case "RCPT" -> rcpt();
            case "DATA" -> alone(new Data());
            case "BDAT" -> bdat();
            case "RSET" -> alone(new Rset());
            case "VRFY" -> new Vrfy(string());
            case "EXPN" -> new Expn(string());
            case "HELP" -> new Help(rest());
            case "NOOP" -> new Noop();
            case "QUIT" -> alone(new Quit());
            default -> throw new SmtpSyntaxError(UNKNOWN_COMMAND, "no such command");
        };
    }

    private SmtpCommand alone(SmtpCommand command) throws SmtpSyntaxError {
        if (!rest().isEmpty()) {
            throw new SmtpSyntaxError(BAD_ARGUMENT, "nothing may stand behind this command");
        }
        return command;
    }

    /// `( Domain / address-literal )`, but clients call themselves all sorts of things: any word.
    private String client() throws SmtpSyntaxError {
        String client = rest();
        if (client.isEmpty()
                || client.length() > CLIENT_CHARACTERS_MAX
                || client.chars().anyMatch(c -> c <= ' ')) {
            throw new SmtpSyntaxError(BAD_ARGUMENT, "a domain or address literal must follow");
        }
        return client;
    }

    /// `"AUTH" SP sasl-mech [SP initial-response]` (RFC 4954 §8)
    private Auth auth() throws SmtpSyntaxError {
        skipSpaces();
        String mechanism = word().toUpperCase(Locale.ROOT);
        if (mechanism.isEmpty()) {
            throw new SmtpSyntaxError(BAD_ARGUMENT, "a mechanism must follow");
        }
        String response = rest();
        return new Auth(
                mechanism, response.isEmpty() ? Optional.empty() : Optional.of(base64(response)));
    }

    /// `initial-response = base64 / "="`
    private static Bytes base64(String response) throws SmtpSyntaxError {
        try {
            return response.equals("=")
                    ? Bytes.EMPTY
                    : Bytes.wrap(Base64.getDecoder().decode(response));
        } catch (IllegalArgumentException _) {
            throw new SmtpSyntaxError(BAD_ARGUMENT, "the initial response is not base64");
        }
    }

    /// `"MAIL FROM:" Reverse-path [SP Mail-parameters]`
    private Mail mail() throws SmtpSyntaxError {
        keyword("FROM:");
        Path from = reversePath();
        var size = OptionalLong.empty();
        Optional<Body> body = Optional.empty();
        boolean smtpUtf8 = false;
        Optional<String> auth = Optional.empty();
        Optional<Boolean> full = Optional.empty();
        Optional<String> envelopeId = Optional.empty();
        Optional<Hold> hold = Optional.empty();
        while (nextParameter()) {
            String keyword = parameterKeyword();
            Optional<String> value = parameterValue();
            switch (keyword) {
                case "SIZE" -> size = once(keyword, size.isEmpty(), size(value));
                case "BODY" -> body = once(keyword, body.isEmpty(), Optional.of(body(value)));
                case "SMTPUTF8" -> smtpUtf8 = once(keyword, !smtpUtf8 && value.isEmpty(), true);
                case "AUTH" ->
                        auth = once(keyword, auth.isEmpty(), Optional.of(xtext(keyword, value)));
                case "RET" -> full = once(keyword, full.isEmpty(), Optional.of(full(value)));
                case "ENVID" ->
                        envelopeId =
                                once(keyword, envelopeId.isEmpty(), Optional.of(envelopeId(value)));
                case "HOLDFOR" -> hold = once(keyword, hold.isEmpty(), Optional.of(holdFor(value)));
                case "HOLDUNTIL" ->
                        hold = once(keyword, hold.isEmpty(), Optional.of(holdUntil(value)));
                default -> throw unknown(keyword);
            }
        }
        return new Mail(from, size, body, smtpUtf8, auth, full, envelopeId, hold);
    }

    private static <T> T once(String keyword, boolean right, T value) throws SmtpSyntaxError {
        if (!right) {
            throw bad(keyword);
        }
        return value;
    }

    /// `"RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP
    /// Rcpt-parameters]`
    private Rcpt rcpt() throws SmtpSyntaxError {
        keyword("TO:");
        Path to = forwardPath();
        Optional<Notify> wants = Optional.empty();
        Optional<String> original = Optional.empty();
        while (nextParameter()) {
            String keyword = parameterKeyword();
            Optional<String> value = parameterValue();
            switch (keyword) {
                case "NOTIFY" -> wants = once(keyword, wants.isEmpty(), Optional.of(wants(value)));
                case "ORCPT" ->
                        original = once(keyword, original.isEmpty(), Optional.of(original(value)));
                default -> throw unknown(keyword);
            }
        }
        return new Rcpt(to, wants.orElse(Notify.UNSAID), original);
    }

    /// `bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ]` (RFC 3030 §2)
    private Bdat bdat() throws SmtpSyntaxError {
        skipSpaces();
        String size = word();
        String marker = rest();
        boolean last = marker.equalsIgnoreCase("LAST");
        if (!isNumber(size) || !last && !marker.isEmpty()) {
            throw new SmtpSyntaxError(
                    BAD_CHUNK, "a number of octets, and perhaps LAST, must follow");
        }
        return new Bdat(saturated(size), last);
    }

    /// `Reverse-path = Path / "<>"`
    private Path reversePath() throws SmtpSyntaxError {
        String path = path(BAD_SENDER);
        return path.isEmpty() ? new Path.Null() : mailbox(path, BAD_SENDER);
    }

    /// `Forward-path = Path`, and `<Postmaster>`, in any case (§4.5.1)
    private Path forwardPath() throws SmtpSyntaxError {
        String path = path(BAD_RECIPIENT);
        return path.equalsIgnoreCase("postmaster")
                ? new Path.Postmaster()
                : mailbox(path, BAD_RECIPIENT);
    }

    /// `Path = "<" [ A-d-l ":" ] Mailbox ">"`; what stands between the brackets, without the route.
    private String path(Kind kind) throws SmtpSyntaxError {
        skipSpaces();
        boolean bracketed = at < text.length() && text.charAt(at) == '<';
        if (bracketed) {
            at++;
            skipRoute(kind);
        }
        int start = at;
        skipLocalPart();
        while (at < text.length() && text.charAt(at) != '>' && text.charAt(at) != ' ') {
            at++;
        }
        String path = text.substring(start, at);
        boolean closed = at < text.length() && text.charAt(at) == '>';
        if (bracketed != closed || !bracketed && path.isEmpty()) {
            throw new SmtpSyntaxError(kind, "an address in angle brackets must follow");
        }
        at += closed ? 1 : 0;
        return path;
    }

    /// `A-d-l = At-domain *( "," At-domain )` and the colon: ignored (§4.1.1.3).
    private void skipRoute(Kind kind) throws SmtpSyntaxError {
        if (at < text.length() && text.charAt(at) == '@') {
            int colon = text.indexOf(':', at);
            int end = text.indexOf('>', at);
            if (colon < 0 || end < colon) {
                throw new SmtpSyntaxError(kind, "a source route without its end");
            }
            at = colon + 1;
        }
    }

    /// A Quoted-string may hold what would otherwise end the path.
    private void skipLocalPart() {
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at = Math.min(at + 1, text.length());
        }
    }

    /// `Mailbox = Local-part "@" ( Domain / address-literal )`
    private static Path mailbox(String path, Kind kind) throws SmtpSyntaxError {
        int sign = path.lastIndexOf('@');
        if (sign > 0 && path.startsWith("[", sign + 1) && path.endsWith("]")) {
            return atLiteral(path.substring(0, sign), path.substring(sign + 1), kind);
        }
        return new Path.Mailbox(Address.parse(path).orElseThrow(() -> noAddress(kind)));
    }

    private static Path atLiteral(String localPart, String literal, Kind kind)
            throws SmtpSyntaxError {
        boolean rightLiteral =
                literal.length() > 2
                        && literal.substring(1, literal.length() - 1)
                                .chars()
                                .allMatch(c -> isLetterOrDigit(c) || ".:-".indexOf(c) >= 0);
        // The local part is right if it would be one before a domain.
        if (!rightLiteral || Address.parse(localPart + "@example.org").isEmpty()) {
            throw noAddress(kind);
        }
        return new Path.AtLiteral(localPart, literal);
    }

    private static SmtpSyntaxError noAddress(Kind kind) {
        return new SmtpSyntaxError(kind, "that is no address");
    }

    /// `Mail-parameters = esmtp-param *(SP esmtp-param)`
    private boolean nextParameter() throws SmtpSyntaxError {
        int before = at;
        skipSpaces();
        if (at < text.length() && at == before) {
            throw new SmtpSyntaxError(BAD_ARGUMENT, "a space must follow the address");
        }
        return at < text.length();
    }

    /// `esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")`; in upper case.
    private String parameterKeyword() throws SmtpSyntaxError {
        int start = at;
        while (at < text.length()
                && (isLetterOrDigit(text.charAt(at)) || at > start && text.charAt(at) == '-')) {
            at++;
        }
        boolean ended = at == text.length() || text.charAt(at) == '=' || text.charAt(at) == ' ';
        if (start == at || !ended) {
            throw new SmtpSyntaxError(BAD_ARGUMENT, "that is no parameter");
        }
        return text.substring(start, at).toUpperCase(Locale.ROOT);
    }

    /// `esmtp-value = 1*(%d33-60 / %d62-126 / UTF8-non-ascii)`; empty where there is none.
    private Optional<String> parameterValue() {
        if (at == text.length() || text.charAt(at) != '=') {
            return Optional.empty();
        }
        int start = ++at;
        while (at < text.length() && text.charAt(at) != ' ') {
            at++;
        }
        return Optional.of(text.substring(start, at));
    }

    /// `size-value = 1*20DIGIT` (RFC 1870 §3)
    private static OptionalLong size(Optional<String> value) throws SmtpSyntaxError {
        String digits = value.filter(SmtpParser::isNumber).orElseThrow(() -> bad("SIZE"));
        return OptionalLong.of(saturated(digits));
    }

    /// `body-value = "7BIT" / "8BITMIME"` (RFC 6152 §3)
    private static Body body(Optional<String> value) throws SmtpSyntaxError {
        for (Body body : Body.values()) {
            if (value.filter(body.keyword()::equalsIgnoreCase).isPresent()) {
                return body;
            }
        }
        throw bad("BODY");
    }

    /// `ret-value = "FULL" / "HDRS"` (RFC 3461 §4.3)
    private static boolean full(Optional<String> value) throws SmtpSyntaxError {
        return switch (value.orElse("").toUpperCase(Locale.ROOT)) {
            case "FULL" -> true;
            case "HDRS" -> false;
            default -> throw bad("RET");
        };
    }

    /// `envid-value = xtext` of up to 100 characters (RFC 3461 §4.4)
    private static String envelopeId(Optional<String> value) throws SmtpSyntaxError {
        if (value.orElse("").length() > ENVID_CHARACTERS_MAX) {
            throw bad("ENVID");
        }
        String plain =
                Xtext.decode(value.orElse(""))
                        .filter(it -> !it.isEmpty())
                        .orElseThrow(() -> bad("ENVID"));
        if (plain.chars().anyMatch(c -> c < 0x20 || c >= 0x7f)) {
            throw bad("ENVID");
        }
        return plain;
    }

    /// `notify-esmtp-value = "NEVER" / 1#notify-list-element` (RFC 3461 §4.1)
    private static Notify wants(Optional<String> value) throws SmtpSyntaxError {
        String written = value.orElse("").toUpperCase(Locale.ROOT);
        if (written.equals("NEVER")) {
            return Notify.NEVER;
        }
        var events = List.of(written.split(",", -1));
        if (!NOTIFY_EVENTS.containsAll(events)) {
            throw bad("NOTIFY");
        }
        return new Notify(
                true,
                events.contains("SUCCESS"),
                events.contains("FAILURE"),
                events.contains("DELAY"));
    }

    /// `original-recipient-address = addr-type ";" xtext` of up to 500 characters (RFC 3461 §4.2);
    /// of the type `utf-8` it is no xtext, and taken as it is (RFC 6533 §3).
    private static String original(Optional<String> value) throws SmtpSyntaxError {
        String written = value.orElse("");
        int semicolon = written.indexOf(';');
        if (semicolon < 1
                || semicolon == written.length() - 1
                || written.length() > ORCPT_CHARACTERS_MAX
                || !written.substring(0, semicolon)
                        .chars()
                        .allMatch(c -> isLetterOrDigit(c) || c == '-')) {
            throw bad("ORCPT");
        }
        String address = written.substring(semicolon + 1);
        boolean isXtext = Xtext.isAscii(address) && Xtext.decode(address).isPresent();
        if (!isXtext && !written.substring(0, semicolon).equalsIgnoreCase("utf-8")) {
            throw bad("ORCPT");
        }
        return written;
    }

    /// `hold-for-param`: seconds, up to nine digits (RFC 4865 §4.1)
    private static Hold holdFor(Optional<String> value) throws SmtpSyntaxError {
        String digits = value.orElse("");
        if (!isNumber(digits) || digits.length() > 9 || Integer.parseInt(digits) == 0) {
            throw bad("HOLDFOR");
        }
        return new Hold.For(Integer.parseInt(digits));
    }

    /// `hold-until-param`: a date and time as Internet protocols have it (RFC 4865 §4.2)
    private static Hold holdUntil(Optional<String> value) throws SmtpSyntaxError {
        try {
            return new Hold.Until(OffsetDateTime.parse(value.orElse("")).toInstant());
        } catch (DateTimeParseException _) {
            throw bad("HOLDUNTIL");
        }
    }

    /// `xtext = *( xchar / hexchar )`, `hexchar = "+" 2(%x30-39 / %x41-46)` (RFC 3461 §4); `<>`
    /// gives empty text.
    private static String xtext(String keyword, Optional<String> value) throws SmtpSyntaxError {
        String written = value.filter(v -> !v.isEmpty()).orElseThrow(() -> bad(keyword));
        return written.equals("<>") ? "" : Xtext.decode(written).orElseThrow(() -> bad(keyword));
    }

    private static SmtpSyntaxError bad(String keyword) {
        return new SmtpSyntaxError(BAD_ARGUMENT, "the parameter " + keyword + " is not right");
    }

    private static SmtpSyntaxError unknown(String keyword) {
        return new SmtpSyntaxError(
                UNKNOWN_PARAMETER, "the parameter " + keyword + " is not known here");
    }

    /// `"FROM:"` and `"TO:"`, in any case, with the space that Outlook sends behind them.
    private void keyword(String keyword) throws SmtpSyntaxError {
        skipSpaces();
        if (!text.regionMatches(true, at, keyword, 0, keyword.length())) {
            throw new SmtpSyntaxError(BAD_ARGUMENT, keyword + " must follow");
        }
        at += keyword.length();
    }

    /// `String = Atom / Quoted-string`, as written.
    private String string() throws SmtpSyntaxError {
        String string = rest();
        if (string.isEmpty()) {
            throw new SmtpSyntaxError(BAD_ARGUMENT, "a name must follow");
        }
        return string;
    }

    /// All up to the next space.
    private String word() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
            at++;
        }
        return text.substring(start, at);
    }

    private String rest() {
        skipSpaces();
        int start = at;
        at = text.length();
        return text.substring(start);
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 20 && text.chars().allMatch(SmtpParser::isDigit);
    }

    /// The number, or the largest there is where it is larger.
    private static long saturated(String digits) {
        return digits.length() > 18 ? parsedOrLargest(digits) : Long.parseLong(digits);
    }

    private static long parsedOrLargest(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE; // More than anybody has.
        }
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
