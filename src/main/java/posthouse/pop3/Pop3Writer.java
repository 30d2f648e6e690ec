package posthouse.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import posthouse.auth.AuthRefusal;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.mailbox.MailRefusal;
import posthouse.net.Connection;

/// Answers to octets (RFC 1939 §3, RFC 2449 §3): the only place that knows how they look.
final class Pop3Writer {
    private static final String SYS_TEMP = "[SYS/TEMP] ";
    private static final String SYS_PERM = "[SYS/PERM] ";
    private static final String IN_USE = "[IN-USE] ";
    private static final String AUTH = "[AUTH] ";

    private final Connection connection;
    private final BytesBuilder line = new BytesBuilder();
    private boolean midAnswer;

    Pop3Writer(Connection connection) {
        this.connection = connection;
    }

    void ok() throws IOException {
        connection.write("+OK\r\n");
    }

    /// @param text in ASCII and not with a `[` anywhere: that would look like a response code (RFC
    ///   2449 §3)
    void ok(String text) throws IOException {
        connection.write(line.clear().latin1("+OK ").utf8(text).latin1("\r\n"));
    }

    /// @param text as for [#ok]
    void err(String text) throws IOException {
        err("", text);
    }

    /// The one switch from who may not come in to POP3 (RFC 3206 §5: AUTH for the credentials, and
    /// for nothing else, so that no client asks for a new password without need).
    void refused(AuthRefusal refusal) throws IOException {
        String code =
                switch (refusal) {
                    case AuthRefusal.WrongCredentials _, AuthRefusal.NeedsTls _ -> AUTH;
                    case AuthRefusal.TooManyFailures _,
                            AuthRefusal.Busy _,
                            AuthRefusal.TooManySessions _ ->
                            SYS_TEMP;
                    case AuthRefusal.NoSuchMechanism _,
                            AuthRefusal.BadExchange _,
                            AuthRefusal.Cancelled _ ->
                            "";
                };
        refuse(code, refusal);
    }

    /// The one switch from what is refused to POP3 (RFC 2449 §8.1, RFC 3206 §4).
    void refused(MailRefusal refusal) throws IOException {
        String code =
                switch (refusal) {
                    case MailRefusal.MaildropInUse _ -> IN_USE;
                    case MailRefusal.NoSuchAccount _ -> AUTH;
                    case MailRefusal.OverQuota _, MailRefusal.OverLimit _ -> SYS_TEMP;
                    case MailRefusal.NoSuchMailbox _,
                            MailRefusal.MailboxExists _,
                            MailRefusal.BadMailboxName _,
                            MailRefusal.Forbidden _,
                            MailRefusal.TooLarge _,
                            MailRefusal.BadAddress _ ->
                            SYS_PERM;
                };
        refuse(code, refusal);
    }

    /// RFC 2449 §8.1.1.
    void tooSoon() throws IOException {
        err("[LOGIN-DELAY] ", "the last login was only just now; try again later");
    }

    /// Something of ours has failed.
    ///
    /// @throws IOException where an answer is under way: the client must not take what it has for
    ///   the whole
    void failed(String text) throws IOException {
        if (midAnswer) {
            throw new IOException("the answer cannot be finished");
        }
        err(SYS_TEMP, text);
    }

    /// A challenge within AUTH (RFC 5034 §4).
    void challenge(Bytes challenge) throws IOException {
        connection.write("+ " + Base64.getEncoder().encodeToString(challenge.toArray()) + "\r\n");
    }

    // Answers of several lines: ok, then lines or a message, then end.

    void lines(List<String> lines) throws IOException {
        for (String each : lines) {
            connection.write(each + "\r\n");
        }
        end();
    }

    /// A line of LIST.
    void listing(int number, long value) throws IOException {
        midAnswer = true;
        line.clear().decimal(number).octet(' ').decimal(value).latin1("\r\n");
        connection.write(line);
    }

    /// A line of UIDL.
    void listing(int number, String value) throws IOException {
        midAnswer = true;
        line.clear().decimal(number).octet(' ').latin1(value).latin1("\r\n");
        connection.write(line);
    }

    /// A message as it is, with the CRLF that it lacks at its end (RFC 1939 §3), and the end of the
    /// answer.
    void message(InputStream message) throws IOException {
        midAnswer = true;
        var stuffed = stuffing();
        var _ = message.transferTo(stuffed);
        finish(stuffed);
    }

    /// TOP (RFC 1939 §7): the header section with the empty line behind it, and `lines` lines.
    ///
    /// @param content what follows `header`
    void top(Bytes header, InputStream content, int lines) throws IOException {
        midAnswer = true;
        var stuffed = stuffing();
        header.writeTo(stuffed);
        var first = new FirstLines(content, lines);
        var _ = first.transferTo(stuffed);
        finish(stuffed);
    }

    void end() throws IOException {
        connection.write(".\r\n");
        midAnswer = false;
    }

    private DotStuffing stuffing() {
        return new DotStuffing(
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        write(new byte[] {(byte) octet}, 0, 1);
                    }

                    @Override
                    public void write(byte[] octets, int from, int count) throws IOException {
                        connection.write(octets, from, count);
                    }
                });
    }

    private void finish(DotStuffing stuffed) throws IOException {
        if (!stuffed.atLineStart()) {
            connection.write("\r\n");
        }
        end();
    }

    private void refuse(String code, Exception refusal) throws IOException {
        err(code, Objects.requireNonNullElse(refusal.getMessage(), "refused"));
    }

    private void err(String code, String text) throws IOException {
        line.clear().latin1("-ERR ").latin1(code).utf8(text.replace('[', '(')).latin1("\r\n");
        connection.write(line);
    }
}
