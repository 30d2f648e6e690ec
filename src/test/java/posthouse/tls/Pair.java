package posthouse.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// A client and a server that talk over loopback.
final class Pair implements AutoCloseable {
    final SocketChannel clientChannel;
    final SocketChannel serverChannel;
    final TlsPipe client;
    final TlsPipe server;
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Pair(TlsServer tls, String host) throws IOException {
        try (var listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            clientChannel = SocketChannel.open(listening.getLocalAddress());
            serverChannel = listening.accept();
        }
        client = TlsClient.trustingAnybody().pipe(clientChannel, host, 0);
        server = tls.pipe(serverChannel);
    }

    /// @return what the server knows of the session
    TlsSession handshake() throws Exception {
        Future<TlsSession> served = threads.submit(server::handshake);
        client.handshake();
        return served.get();
    }

    <T> Future<T> meanwhile(Callable<T> task) {
        return threads.submit(task);
    }

    static Bytes readAll(TlsPipe pipe, int chunk) throws IOException {
        var all = new BytesBuilder();
        var buffer = ByteBuffer.allocate(chunk);
        while (pipe.read(buffer.clear()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.build();
    }

    @Override
    public void close() throws IOException {
        clientChannel.close();
        serverChannel.close();
        client.release();
        server.release();
        threads.shutdown();
    }
}
