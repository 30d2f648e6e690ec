package posthouse.control;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/// Takes operations over a unix socket that only the owner of the data folder can open: one request
/// a connection, lines of progress, one answer.
public final class ControlServer implements AutoCloseable {
    /// The socket's name in the data folder.
    static final String NAME = "control.sock";

    /// Characters that a request may have.
    static final int REQUEST_CHARACTERS_MAX = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final SocketPlace place;
    private final ServerSocketChannel server;
    private final Office office;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    private ControlServer(SocketPlace place, ServerSocketChannel server, Office office) {
        this.place = place;
        this.server = server;
        this.office = office;
    }

    /// Listens from now on. To be called by the one process that holds the data folder.
    public static ControlServer open(Path data, Office office) throws IOException {
        var place = new SocketPlace(data, NAME);
        Path path = place.prepare();
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        var opened = new ControlServer(place, server, office);
        var _ = Thread.ofVirtual().name("control").start(opened::accept);
        return opened;
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel client : clients) {
                client.close();
            }
            place.remove();
        } catch (IOException failure) {
            LOG.warn("the control socket cannot be taken away: {}", failure.toString());
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                clients.add(client);
                var _ = Thread.ofVirtual().name("control-request").start(() -> serve(client));
            } catch (IOException failure) {
                if (server.isOpen()) {
                    LOG.warn("the control socket fails: {}", failure.toString());
                    close();
                }
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                var in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
                var out = new BufferedWriter(Channels.newWriter(client, StandardCharsets.UTF_8))) {
            Answer answer = Answer.toLine(readLine(in), office, line -> progress(out, line));
            write(out, answer.toLine());
        } catch (IOException gone) {
            LOG.debug("the control client is gone: {}", gone.toString());
        } finally {
            clients.remove(client);
        }
    }

    private static String readLine(BufferedReader in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == REQUEST_CHARACTERS_MAX) {
                throw new IOException(c < 0 ? "no whole request" : "request too long");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private static void progress(BufferedWriter out, String sentence) {
        try {
            write(out, JsonNodeFactory.instance.objectNode().put("progress", sentence).toString());
        } catch (IOException gone) {
            // The operation goes on: whoever asked has only stopped listening.
            LOG.debug("the control client is gone: {}", gone.toString());
        }
    }

    private static void write(BufferedWriter out, String line) throws IOException {
        out.write(line);
        out.write('\n');
        out.flush();
    }
}
