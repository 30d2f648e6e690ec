package posthouse.imap;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.imap.ImapCommand.AppendMessage;
import posthouse.mailbox.FlagChange;

/// What APPEND and REPLACE say of a message, up to its literal (RFC 4466 §2.5, RFC 3502 §6.3.11).
final class AppendParser {
    private final Tokens in;

    AppendParser(Tokens in) {
        this.in = in;
    }

    /// What stands behind a message: nothing, or what begins the next one.
    static Optional<AppendMessage> behind(AppendMessage message, Bytes rest) throws SyntaxError {
        var in = new Tokens(rest);
        if (message.utf8()) {
            in.expect(')');
        }
        if (in.peek() != ' ') {
            in.end();
            return Optional.empty();
        }
        in.sp();
        return in.atEnd() ? Optional.empty() : Optional.of(new AppendParser(in).message());
    }

    /// `append-message = [SP flag-list] [SP date-time] SP append-data`, from behind its first space
    AppendMessage message() throws SyntaxError {
        FlagChange flags = FlagChange.set(0, List.of());
        if (in.peek() == '(') {
            flags = in.flags(FlagChange.Mode.REPLACE);
            in.sp();
        }
        Optional<Instant> date = Optional.empty();
        if (in.peek() == '"') {
            date = Optional.of(in.dateTime()).map(OffsetDateTime::toInstant);
            in.sp();
        }
        return data(flags, date);
    }

    /// `append-data = literal / literal8 / "UTF8" SP "(" literal8 ")"` (RFC 4466 §6, RFC 6855 §4)
    private AppendMessage data(FlagChange flags, Optional<Instant> date) throws SyntaxError {
        boolean utf8 = in.takeKeyword("UTF8");
        if (utf8) {
            in.sp();
            in.expect('(');
        }
        boolean binary = in.take('~');
        if (utf8 && !binary) {
            throw new SyntaxError("a message in UTF8 is a literal8");
        }
        var _ = in.literalStart();
        return new AppendMessage(flags, date, binary, utf8);
    }
}
