package posthouse.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.net.Connection;
import posthouse.net.LineTooLong;

/// Collects whole commands from a connection, literals included. Only the message of an APPEND or
/// REPLACE stays on the line, for [#message]: it may be large.
final class ImapReader {
    /// What came.
    sealed interface Received {
        /// A command as it was sent, without its last line end, literals in their places. Where a
        /// message follows, it ends with the braces and CRLF.
        record Command(Bytes octets) implements Received {}

        /// A command that passed a limit, and has been thrown away.
        ///
        /// @param start how it began
        record TooBig(Bytes start, String why) implements Received {}
    }

    private static final Bytes CRLF = Bytes.latin1("\r\n");
    private static final String LARGE_AND_UNASKED =
            "a literal without go-ahead has at most %d octets here"
                    .formatted(LiteralSize.SMALL_OCTETS_MAX);

    private final Connection connection;
    private Optional<LiteralSize> announced = Optional.empty();
    private Optional<InputStream> message = Optional.empty();

    /// Whether only small literals may come unasked.
    private boolean limited;

    ImapReader(Connection connection) {
        this.connection = connection;
    }

    /// From now on literals that come unasked are small, as LITERAL- has it (RFC 7888 §5), or not.
    void limitUnasked(boolean limit) {
        limited = limit;
    }

    /// The next command.
    Received read() throws IOException {
        try {
            return collect(nextLine());
        } catch (LineTooLong tooLong) {
            return new Received.TooBig(tooLong.start(), Refusals.why(tooLong));
        }
    }

    /// The next line by itself: DONE, or a response in AUTHENTICATE.
    Bytes line() throws IOException, SyntaxError {
        try {
            return nextLine();
        } catch (LineTooLong tooLong) {
            throw new SyntaxError(Refusals.why(tooLong));
        }
    }

    /// Before anything is waited for, what was answered goes out: a client that has sent a part of
    /// a command may wait for it. No packet for each answer where whole commands have come already.
    private Bytes nextLine() throws IOException, LineTooLong {
        if (!connection.hasLine()) {
            connection.flush();
        }
        return connection.readLine(ImapLimits.LINE_OCTETS_MAX);
    }

    /// The command that begins with a line that was read already.
    Received collect(Bytes firstLine) throws IOException {
        Bytes line = firstLine;
        // The first literal may be the name of the mailbox; then the second is the message.
        int mayBeMessage = mayHaveMessage(firstLine) ? 2 : 0;
        var command = new BytesBuilder(line.length() + 2);
        while (true) {
            var literal = LiteralSize.at(line);
            command.append(line);
            if (literal.isEmpty()) {
                return new Received.Command(command.build());
            }
            command.append(CRLF);
            if (limited && literal.get().isLargeAndUnasked()) {
                discardRest(literal.get());
                return new Received.TooBig(command.build(), LARGE_AND_UNASKED);
            }
            if (mayBeMessage-- > 0 && expectsMessage(command.build())) {
                announced = literal;
                return new Received.Command(command.build());
            }
            if (isTooBig(literal.get(), command.length())) {
                discardRest(literal.get());
                return new Received.TooBig(command.build(), "too long a command or literal");
            }
            command.append(small(literal.get()));
            try {
                line = nextLine();
            } catch (LineTooLong tooLong) {
                return new Received.TooBig(command.build(), Refusals.why(tooLong));
            }
        }
    }

    /// Octets of the message that the command announced; 0 where it did not.
    long messageSize() {
        return announced.map(LiteralSize::octets).orElse(0L);
    }

    /// Lets the announced message come. What is not read of it is thrown away by [#restOfCommand]
    /// or [#finish].
    InputStream message() throws IOException {
        LiteralSize literal = announced.orElseThrow(() -> new IllegalStateException("no message"));
        announced = Optional.empty();
        invite(literal);
        InputStream octets = connection.input(literal.octets());
        message = Optional.of(octets);
        return octets;
    }

    /// What stands behind the message on its last line; where it announces another message, with
    /// the line end, as in a command.
    Bytes restOfCommand() throws IOException, SyntaxError {
        skipMessage();
        Bytes line = line();
        announced = LiteralSize.at(line);
        if (limited && announced.filter(LiteralSize::isLargeAndUnasked).isPresent()) {
            throw new SyntaxError(LARGE_AND_UNASKED);
        }
        return announced.isPresent() ? line.plus(CRLF) : line;
    }

    /// Throws away what the client is sending of a message that was not wanted, so that the next
    /// command is read next.
    ///
    /// @throws Bye if that is too much
    void finish() throws IOException {
        boolean reading = message.isPresent();
        skipMessage();
        var refused = reading ? discardLine() : announced;
        announced = Optional.empty();
        if (refused.isPresent()) {
            discardRest(refused.get());
        }
    }

    private void skipMessage() throws IOException {
        if (message.isPresent()) {
            var _ = message.get().transferTo(java.io.OutputStream.nullOutputStream());
            message = Optional.empty();
        }
    }

    private static boolean isTooBig(LiteralSize literal, int soFar) {
        return literal.octets() > ImapLimits.LITERAL_OCTETS_MAX
                || literal.octets() + soFar > ImapLimits.COMMAND_OCTETS_MAX;
    }

    /// Whether it is an APPEND or a REPLACE.
    private static boolean mayHaveMessage(Bytes firstLine) {
        try {
            return new Tokens(firstLine).takesMessage();
        } catch (SyntaxError _) {
            return false; // the parser will say what is wrong
        }
    }

    /// Whether the literal that is announced last is the message, and not the name of its mailbox.
    private static boolean expectsMessage(Bytes command) {
        var tokens = new Tokens(command);
        try {
            var _ = tokens.takesMessage();
            tokens.sp();
            var _ = tokens.astring();
            return true;
        } catch (SyntaxError _) {
            return false; // the parser will say what is wrong
        }
    }

    private Bytes small(LiteralSize literal) throws IOException {
        invite(literal);
        return Bytes.wrap(connection.input(literal.octets()).readAllBytes());
    }

    private void invite(LiteralSize literal) throws IOException {
        if (!literal.unasked()) {
            connection.write("+ OK\r\n");
        }
        connection.flush();
    }

    /// The rest of a command that is not wanted, from the octets of `literal` on. One that waits
    /// for a go-ahead is not sent: the client reads the tagged answer instead (RFC 7888 §4).
    private void discardRest(LiteralSize literal) throws IOException {
        var next = Optional.of(literal);
        while (next.isPresent() && next.get().unasked()) {
            if (next.get().octets() > ImapLimits.DISCARDED_OCTETS_MAX) {
                throw new Bye("a literal is too large");
            }
            connection.skip(next.get().octets());
            next = discardLine();
        }
    }

    /// @return the literal that the line announced
    private Optional<LiteralSize> discardLine() throws IOException {
        try {
            return LiteralSize.at(nextLine());
        } catch (LineTooLong _) {
            return Optional.empty(); // it is thrown away as well
        }
    }
}
