package posthouse.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connected socket, in blocking mode.
public final class SocketTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(SocketTransport.class);

    private final SocketChannel channel;

    public SocketTransport(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public boolean hasInput() throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress
                && channel.socket().getInputStream().available() > 0;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            var _ = channel.write(source);
        }
    }

    @Override
    public void endInput() {
        try {
            var _ = channel.shutdownInput();
        } catch (IOException alreadyGone) {
            LOG.debug("nothing left to read from", alreadyGone);
        }
    }

    @Override
    public void endOutput() throws IOException {
        var _ = channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.debug("closing a socket", failure);
        }
    }
}
