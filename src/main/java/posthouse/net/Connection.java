package posthouse.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.tls.TlsSession;

/// One client's line: buffered octets in and out over a [Transport], with limits and deadlines.
/// Used by one thread at a time, but for [#close] and what says otherwise.
public final class Connection implements AutoCloseable {
    /// How long a client may stay silent in one read until [#readTimeout] says otherwise.
    public static final Duration READ_TIMEOUT = Duration.ofMinutes(5);

    /// How long a client may take nothing of what is written. Then the line is closed.
    public static final Duration WRITE_TIMEOUT = Duration.ofMinutes(5);

    /// How long a client may take for a TLS handshake. Then the line is closed.
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(60);

    /// How long a session that was dismissed may take for its last word.
    public static final Duration FAREWELL_TIME = Duration.ofSeconds(5);

    private static final Duration DRAIN_TIME = Duration.ofSeconds(5);
    private static final int DRAIN_BYTES_MAX = 256 * 1024;

    private final Peer peer;
    private final Watchdog watchdog;
    private final BufferPool pool;
    private final Inlet inlet;
    private final Outlet outlet;
    private final Secrets secrets = new Secrets();
    private final Deadline farewell = new Deadline(() -> this.transport.close());
    private volatile Transport transport;
    private Optional<Transport> uncompressed = Optional.empty();
    private volatile Optional<StartTls> startTls;
    private volatile Optional<TlsSession> tls;
    private volatile Optional<Trace> trace = Optional.empty();

    /// @param startTls what [#startTls] does, where it is offered
    public Connection(
            Transport transport,
            Peer peer,
            Optional<StartTls> startTls,
            Watchdog watchdog,
            BufferPool pool) {
        this.transport = transport;
        this.peer = peer;
        this.tls = peer.tls();
        this.startTls = startTls;
        this.watchdog = watchdog;
        this.pool = pool;
        inlet = new Inlet(transport, watchdog, pool);
        outlet = new Outlet(transport, watchdog, pool);
        watchdog.watch(inlet.deadline());
        watchdog.watch(outlet.deadline());
    }

    /// Names this connection in logs and traces: short, unique in this run.
    public String id() {
        return peer.id();
    }

    /// The client's address (behind a PROXY header: the one that it names). Empty on a unix socket.
    public Optional<InetAddress> clientAddress() {
        return peer.address();
    }

    /// True for a loopback address or a unix socket.
    public boolean fromLoopback() {
        return peer.isLocal();
    }

    /// The TLS session; empty while the line is plain.
    public Optional<TlsSession> tls() {
        return tls;
    }

    /// Whether [#startTls] would find a certificate and has not been done yet. TLS goes below
    /// compression (RFC 4978 §3), so it must come first.
    public boolean offersStartTls() {
        return startTls.isPresent() && uncompressed.isEmpty();
    }

    /// Turns the line into TLS: to be called after the protocol's "go ahead" was written and
    /// flushed.
    ///
    /// @throws IOException if the handshake fails, or octets of the client were already waiting
    ///   behind its STARTTLS (they would be taken for protected ones: RFC 3501 §6.2.1,
    ///   CVE-2011-0411)
    public void startTls() throws IOException {
        var way = startTls.orElseThrow(() -> new IOException("there is no TLS to start"));
        if (inlet.available() > 0) {
            throw new IOException("octets behind STARTTLS");
        }
        startTls = Optional.empty();
        long due = watchdog.in(HANDSHAKE_TIMEOUT);
        outlet.deadline().set(due);
        var secured = way.secure(transport);
        outlet.deadline().clear();
        use(secured.transport());
        tls = Optional.of(secured.session());
    }

    /// Whether both directions are compressed.
    public boolean isCompressed() {
        return uncompressed.isPresent();
    }

    /// Compresses both directions from now on (RFC 4978 §3): to be called after the protocol's "go
    /// ahead" was written and flushed. Limits and traces go by what is compressed.
    ///
    /// @throws IOException if octets of the client were already waiting, which it must not send
    ///   before it has the answer
    public void compress() throws IOException {
        if (inlet.available() > 0) {
            throw new IOException("octets behind COMPRESS");
        }
        uncompressed = Optional.of(transport);
        use(new DeflateTransport(transport, pool.deflaters()));
    }

    /// Ends what [#compress] began, after everything was flushed (RFC 8437 §4.1).
    public void endCompression() {
        if (transport instanceof DeflateTransport compressed) {
            use(uncompressed.orElseThrow());
            uncompressed = Optional.empty();
            inlet.prefill(compressed.rest());
            compressed.release();
        }
    }

    private void use(Transport other) {
        transport = other;
        inlet.transport(other);
        outlet.transport(other);
    }

    // Reading.

    /// How long the client may stay silent in one read from now on; then the read throws
    /// [TimedOut].
    public void readTimeout(Duration timeout) {
        inlet.timeout(timeout);
    }

    /// The next line without its end (CRLF, or LF alone: clients send it).
    ///
    /// @param octetsMax without the line end
    /// @throws LineTooLong after the whole line has been thrown away
    /// @throws java.io.EOFException at the end of the stream, also in the middle of a line
    public Bytes readLine(int octetsMax) throws IOException, LineTooLong {
        inlet.throwIfDismissed();
        long due = inlet.due();
        if (inlet.available() == 0 && !inlet.awaitCommand(due)) {
            throw new EOFException("the client is gone");
        }
        int length = inlet.through('\n');
        Bytes whole;
        if (length >= 0) {
            whole = inlet.waiting().slice(0, length).copy();
            inlet.consume(length);
        } else {
            whole = readLongLine(octetsMax, due);
        }
        traceLine(whole);
        Bytes line = withoutEnd(whole);
        if (line.length() > octetsMax) {
            throw new LineTooLong(octetsMax, line);
        }
        return line;
    }

    /// The next `length` octets as they come, for a literal or BDAT. Its `read` throws
    /// [java.io.EOFException] where the line ends early. What is not read of it stays in the
    /// connection: see [#skip].
    public InputStream input(long length) {
        return new Literal(inlet, length, this::traceBlock);
    }

    /// Reads and throws away.
    public void skip(long length) throws IOException {
        var octets = input(length);
        octets.skipNBytes(length);
    }

    /// What is in the read buffer, after waiting for at least one octet; for those who look for an
    /// end themselves (SMTP's DATA). Its octets stay in the connection until [#consume].
    ///
    /// @return at least one octet, valid until the next call; empty at the end of the stream
    public Bytes peek() throws IOException {
        if (inlet.available() == 0 && !inlet.fill(inlet.sawMuch(), inlet.due())) {
            return Bytes.EMPTY;
        }
        return inlet.waiting();
    }

    /// Takes `count` octets of the last [#peek].
    public void consume(int count) {
        traceBlock(inlet.waiting().slice(0, count));
        inlet.consume(count);
    }

    /// Whether octets of the client wait in the buffer: a pipelined command, before which no flush
    /// is needed.
    public boolean hasInput() {
        return inlet.available() > 0;
    }

    /// Whether the client has sent anything yet that was not read, without waiting for it.
    public boolean hasSpoken() throws IOException {
        return inlet.available() > 0 || transport.hasInput();
    }

    /// Whether a whole line waits in the buffer, so that reading it will not wait for the client.
    public boolean hasLine() {
        return inlet.through('\n') >= 0;
    }

    /// Waits until there is input or the end of the stream, and takes nothing. May be called by
    /// another thread than the one that writes; nobody else may read meanwhile.
    public void awaitInput() throws IOException {
        if (inlet.available() == 0) {
            var _ = inlet.awaitCommand(inlet.due());
        }
    }

    // Writing. Buffered until flush, or until the buffer is full.

    public void write(Bytes octets) throws IOException {
        outlet.write(octets);
    }

    /// What the builder holds; it may be cleared afterwards.
    public void write(BytesBuilder octets) throws IOException {
        outlet.write(octets.array(), 0, octets.length());
    }

    /// One octet a character.
    public void write(String latin1) throws IOException {
        byte[] octets = latin1.getBytes(StandardCharsets.ISO_8859_1);
        outlet.write(octets, 0, octets.length);
    }

    public void write(byte[] octets, int from, int count) throws IOException {
        outlet.write(octets, from, count);
    }

    /// All that is left of `source`, in blocks, never whole in memory.
    public void write(InputStream source) throws IOException {
        outlet.write(source);
    }

    public void flush() throws IOException {
        outlet.flush();
    }

    // Secrets, traces and the end.

    /// The next line that is read, and only it, is shown as `…` in traces: it holds a secret.
    public void nextLineIsSecret() {
        secrets.nextLineIsSecret();
    }

    /// Starts (or with an empty optional ends) writing the conversation to a trace, in the format
    /// of the transcripts. Any thread.
    public void trace(Optional<Trace> trace) {
        this.trace = trace;
        outlet.trace(trace.map(it -> octets -> it.server(secrets.said(octets))));
    }

    /// Ends the line at once, from any thread: a read or write under way throws.
    @Override
    public void close() {
        watchdog.forget(inlet.deadline());
        watchdog.forget(outlet.deadline());
        watchdog.forget(farewell);
        transport.close();
    }

    /// Ends the session at once, from any thread. One that waits for a command gets [Dismissed] and
    /// may say a last word; in the middle of anything else the line is closed, so that nobody waits
    /// for a client that does not read.
    public void dismiss() {
        if (inlet.dismiss()) {
            farewell.set(watchdog.in(FAREWELL_TIME));
            watchdog.watch(farewell);
        } else {
            close();
        }
    }

    /// Whether the server is stopping: a session between two commands should say goodbye and end.
    public boolean isShuttingDown() {
        return inlet.isStopping();
    }

    /// From now on reading a further command throws [ShuttingDown]; one that is waited for, too.
    /// Any thread.
    void shutDown() {
        inlet.stop();
    }

    /// Ends an orderly conversation: what is written goes out, TLS and the stream are ended, and
    /// what the client still sends is thrown away for a moment, since closing on unread octets
    /// resets the line and may take our last words with it.
    void finish() throws IOException {
        outlet.flush();
        transport.endOutput();
        inlet.drain(DRAIN_BYTES_MAX, watchdog.in(DRAIN_TIME));
    }

    /// The rest of a line whose end is not in the buffer. Of one that is too long, only so much is
    /// kept that it is seen to be too long.
    private Bytes readLongLine(int octetsMax, long due) throws IOException {
        var line = new BytesBuilder();
        while (true) {
            int through = inlet.through('\n');
            int count = through < 0 ? inlet.available() : through;
            var octets = inlet.waiting();
            if (line.length() <= octetsMax + 1L) {
                line.append(octets.slice(0, count));
            } else if (through >= 0) {
                line.octet('\n');
            }
            inlet.consume(count);
            if (through >= 0) {
                return line.build();
            }
            if (!inlet.fill(inlet.sawMuch(), due)) {
                throw new EOFException("the client is gone in the middle of a line");
            }
        }
    }

    private static Bytes withoutEnd(Bytes line) {
        int end = line.length() - 1;
        return line.slice(0, end > 0 && line.at(end - 1) == '\r' ? end - 1 : end);
    }

    private void traceLine(Bytes line) {
        if (trace.isEmpty()) {
            secrets.lineUnseen();
            return;
        }
        Bytes shown = secrets.line(line);
        trace.ifPresent(it -> it.client(shown));
    }

    private void traceBlock(Bytes octets) {
        trace.ifPresent(it -> it.client(secrets.block(octets.copy())));
    }
}
