package posthouse.smtp.client;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.bytes.Bytes;
import posthouse.smtp.SmtpCommand;
import posthouse.smtp.SmtpReply;
import posthouse.smtp.SmtpReplyParser;
import posthouse.smtp.SmtpWriter;
import posthouse.time.Clock;
import posthouse.time.Timers;
import posthouse.tls.TlsClient;

/// A line to a server: commands out, replies in, each with its time. One thread.
final class Wire implements AutoCloseable {
    /// Octets that one write hands to the system.
    static final int WRITE_OCTETS = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final int READ_OCTETS = 4096;

    private final Socket plain;
    private final Clock clock;
    private final Timers timers;
    private final Duration blockTime;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private final byte[] buffer = new byte[READ_OCTETS];
    private int start;
    private int end;
    private String security = "";

    /// @param blockTime how long the other side may take for each [#WRITE_OCTETS]
    Wire(Socket connected, Clock clock, Timers timers, Duration blockTime) throws IOException {
        plain = connected;
        this.clock = clock;
        socket = connected;
        this.timers = timers;
        this.blockTime = blockTime;
        in = connected.getInputStream();
        out = timed(connected.getOutputStream());
    }

    /// TLS version and cipher; empty where there is none.
    String security() {
        return security;
    }

    /// What is written to goes out when enough has gathered, or at [#flush].
    OutputStream out() {
        return out;
    }

    void say(SmtpCommand command) throws IOException {
        say(SmtpWriter.line(command));
    }

    /// @param line with its end
    void say(Bytes line) throws IOException {
        out.write(line.toArray());
    }

    void flush() throws IOException {
        out.flush();
    }

    /// Waits for a reply, after all that was said has gone out.
    ///
    /// @param to what is answered, for people
    SmtpReply hear(String to, Duration time) throws IOException {
        flush();
        long until = clock.nanos() + time.toNanos();
        var parser = new SmtpReplyParser();
        try {
            while (true) {
                Optional<SmtpReply> reply = parser.line(line(until));
                if (reply.isPresent()) {
                    return reply.get();
                }
            }
        } catch (SmtpReplyParser.Garbage garbage) {
            throw new PeerFailure("4.5.0", garbage.getMessage() + ", in answer to " + to);
        } catch (SocketTimeoutException _) {
            throw new PeerFailure("4.4.2", "no answer to " + to + " within " + words(time));
        }
    }

    private static String words(Duration time) {
        return time.toSeconds() < 120
                ? time.toSeconds() + " seconds"
                : time.toMinutes() + " minutes";
    }

    private Bytes line(long until) throws IOException, SmtpReplyParser.Garbage {
        byte[] line = new byte[SmtpReplyParser.LINE_OCTETS_MAX];
        int length = 0;
        while (true) {
            int octet = octet(until);
            if (octet == '\n') {
                length -= length > 0 && line[length - 1] == '\r' ? 1 : 0;
                return Bytes.copyOf(line, 0, length);
            }
            if (length == line.length) {
                throw new PeerFailure("4.5.0", "a reply line of more than " + length + " octets");
            }
            line[length++] = (byte) octet;
        }
    }

    private int octet(long until) throws IOException {
        if (start == end) {
            long left = (until - clock.nanos()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            start = 0;
            end = in.read(buffer);
            if (end < 0) {
                end = 0;
                throw new PeerFailure("4.4.2", "the other server has closed the connection");
            }
        }
        return buffer[start++] & 0xff;
    }

    /// Whether something has come that nobody asked for: a conversation that waited is then of no
    /// use any more.
    boolean hasInput() {
        try {
            return start < end || in.available() > 0;
        } catch (IOException _) {
            return true;
        }
    }

    /// The handshake, at once. What came before it unasked is an injection (RFC 3207 §6).
    void startTls(TlsClient client, String host, int port, Duration time) throws IOException {
        if (start < end) {
            throw new SSLException("something was sent in front of the handshake");
        }
        plain.setSoTimeout((int) time.toMillis());
        SSLSocket through = client.socket(plain, host, port);
        through.startHandshake();
        var session = through.getSession();
        security = session.getProtocol() + " " + session.getCipherSuite();
        socket = through;
        in = through.getInputStream();
        out = timed(through.getOutputStream());
    }

    /// A socket knows no timeout for writing: where one block takes too long, it is closed.
    private OutputStream timed(OutputStream lower) {
        return new BufferedOutputStream(new Timed(lower), WRITE_OCTETS);
    }

    private final class Timed extends OutputStream {
        private final OutputStream lower;

        Timed(OutputStream lower) {
            this.lower = lower;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            var timer = timers.after(blockTime, Wire.this::close);
            try {
                lower.write(octets, from, length);
            } catch (IOException failure) {
                throw new PeerFailure(
                        "4.4.2", "the connection broke while sending (" + reason(failure) + ")");
            } finally {
                timer.cancel();
            }
        }

        @Override
        public void flush() throws IOException {
            lower.flush();
        }
    }

    static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException failure) {
            LOG.debug("closing a line", failure);
        }
    }
}
