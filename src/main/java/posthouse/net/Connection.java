package posthouse.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.tls.TlsSession;

/// One client's line: buffered octets in and out over a [Transport], with limits and deadlines.
/// Used by one thread at a time, but for [#close] and what says otherwise.
public final class Connection implements AutoCloseable {
    Connection() {}

    /// Names this connection in logs and traces: short, unique in this run.
    public String id() {
        throw new UnsupportedOperationException();
    }

    /// The client's address (behind a PROXY header: the one that it names). Empty on a unix socket.
    public Optional<InetAddress> clientAddress() {
        throw new UnsupportedOperationException();
    }

    /// True for a loopback address or a unix socket.
    public boolean fromLoopback() {
        throw new UnsupportedOperationException();
    }

    /// The TLS session; empty while the line is plain.
    public Optional<TlsSession> tls() {
        throw new UnsupportedOperationException();
    }

    /// Whether [#startTls] would find a certificate and has not been done yet.
    public boolean offersStartTls() {
        throw new UnsupportedOperationException();
    }

    /// Turns the line into TLS: to be called after the protocol's "go ahead" was written and
    /// flushed.
    ///
    /// @throws IOException if the handshake fails, or octets of the client were already waiting
    ///   behind its STARTTLS (they would be taken for protected ones: RFC 3501 §6.2.1,
    ///   CVE-2011-0411)
    public void startTls() throws IOException {
        throw new UnsupportedOperationException();
    }

    // Reading.

    /// How long the client may stay silent in one read from now on; then the read throws
    /// [TimedOut].
    public void readTimeout(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    /// The next line without its end (CRLF, or LF alone: clients send it).
    ///
    /// @param octetsMax without the line end
    /// @throws LineTooLong after the whole line has been thrown away
    /// @throws java.io.EOFException at the end of the stream, also in the middle of a line
    public Bytes readLine(int octetsMax) throws IOException, LineTooLong {
        throw new UnsupportedOperationException();
    }

    /// The next `length` octets as they come, for a literal or BDAT. Its `read` throws
    /// [java.io.EOFException] where the line ends early. What is not read of it stays in the
    /// connection: see [#skip].
    public InputStream input(long length) {
        throw new UnsupportedOperationException();
    }

    /// Reads and throws away.
    public void skip(long length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// What is in the read buffer, after waiting for at least one octet; for those who look for an
    /// end themselves (SMTP's DATA). Its octets stay in the connection until [#consume].
    ///
    /// @return at least one octet, valid until the next call; empty at the end of the stream
    public Bytes peek() throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Takes `count` octets of the last [#peek].
    public void consume(int count) {
        throw new UnsupportedOperationException();
    }

    /// Whether octets of the client wait in the buffer: a pipelined command, before which no flush
    /// is needed.
    public boolean hasInput() {
        throw new UnsupportedOperationException();
    }

    /// Waits until there is input or the end of the stream, and takes nothing. May be called by
    /// another thread than the one that writes; nobody else may read meanwhile.
    public void awaitInput() throws IOException {
        throw new UnsupportedOperationException();
    }

    // Writing. Buffered until flush, or until the buffer is full.

    public void write(Bytes octets) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// What the builder holds; it may be cleared afterwards.
    public void write(BytesBuilder octets) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// One octet a character.
    public void write(String latin1) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void write(byte[] octets, int from, int count) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// All that is left of `source`, in blocks, never whole in memory.
    public void write(InputStream source) throws IOException {
        throw new UnsupportedOperationException();
    }

    public void flush() throws IOException {
        throw new UnsupportedOperationException();
    }

    // Secrets, traces and the end.

    /// The next line that is read, and only it, is shown as `…` in traces: it holds a secret.
    public void nextLineIsSecret() {
        throw new UnsupportedOperationException();
    }

    /// Starts (or with an empty optional ends) writing the conversation to a trace, in the format
    /// of the transcripts. Any thread.
    public void trace(Optional<Trace> trace) {
        throw new UnsupportedOperationException();
    }

    /// Ends the line at once, from any thread: a read or write under way throws.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
