package posthouse.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import posthouse.bytes.Bytes;
import posthouse.tls.TlsClient;

/// A client over a real socket.
final class Client implements AutoCloseable {

    private final SocketChannel channel;
    private Transport transport;
    private final StringBuilder received = new StringBuilder();

    Client(InetAddress address, int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(address, port));
        transport = new SocketTransport(channel);
    }

    Client startTls(String host) throws IOException {
        transport =
                TlsTransport.connecting(TlsClient.trustingAnybody(), host, 0)
                        .secure(transport)
                        .transport();
        return this;
    }

    Client say(String text) throws IOException {
        transport.write(Bytes.utf8(text).buffer());
        return this;
    }

    /// The next line without its end, or `<end>`.
    String hear() throws IOException {
        while (received.indexOf("\n") < 0) {
            var buffer = ByteBuffer.allocate(20_000);
            if (transport.read(buffer) < 0) {
                return "<end>";
            }
            received.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        String line = received.substring(0, received.indexOf("\n"));
        received.delete(0, line.length() + 1);
        return line.stripTrailing();
    }

    SocketChannel channel() {
        return channel;
    }

    /// Goes without a word: the server finds the line reset.
    void reset() throws IOException {
        channel.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    void endOutput() throws IOException {
        transport.endOutput();
    }

    @Override
    public void close() {
        transport.close();
    }
}
