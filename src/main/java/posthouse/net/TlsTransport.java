package posthouse.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.function.Function;
import posthouse.tls.TlsClient;
import posthouse.tls.TlsPipe;
import posthouse.tls.TlsServer;

/// TLS over another transport.
public final class TlsTransport implements Transport {
    private final Transport lower;
    private final TlsPipe pipe;

    private TlsTransport(Transport lower, TlsPipe pipe) {
        this.lower = lower;
        this.pipe = pipe;
    }

    /// The server's side of a handshake.
    public static StartTls accepting(TlsServer server) {
        return plain -> shake(plain, server::pipe);
    }

    /// The client's side of a handshake with the server `host`.
    public static StartTls connecting(TlsClient client, String host, int port) {
        return plain -> shake(plain, channel -> client.pipe(channel, host, port));
    }

    private static StartTls.Secured shake(Transport plain, Function<ByteChannel, TlsPipe> pipes)
            throws IOException {
        var pipe = pipes.apply(new Records(plain));
        try {
            var session = pipe.handshake();
            return new StartTls.Secured(new TlsTransport(plain, pipe), session);
        } catch (IOException | RuntimeException failure) {
            pipe.release();
            throw failure;
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return pipe.read(target);
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        pipe.write(source);
    }

    @Override
    public void endInput() {
        lower.endInput();
    }

    @Override
    public void endOutput() throws IOException {
        pipe.endOutput();
        lower.endOutput();
    }

    /// The lower transport first: whoever is blocked in it comes back before the engine goes.
    @Override
    public void close() {
        lower.close();
        pipe.release();
    }

    /// A transport as the channel that a pipe reads records from.
    private record Records(Transport transport) implements ByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return transport.read(target);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = source.remaining();
            transport.write(source);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            transport.close();
        }
    }
}
