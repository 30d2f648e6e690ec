package posthouse.smtp.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to the first of some servers that answers. The next one is tried when one has failed,
/// or has kept silent for a moment; so a dead address costs that moment and no more (as RFC 8305 §5
/// has it for addresses of one host).
final class Dialer {
    /// How long the one that is preferred has for itself.
    static final Duration HEAD_START = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    private final ClientConfig config;

    /// Who answered.
    record Dialed(Target target, Socket socket) {}

    /// Nobody has answered. The message says of each why.
    static final class NobodyAnswers extends Exception {
        private static final long serialVersionUID = 1;

        NobodyAnswers(String message) {
            super(message, null, false, false);
        }
    }

    private record Tried(Target target, Socket socket, String failure) {}

    Dialer(ClientConfig config) {
        this.config = config;
    }

    /// @param targets one or more, the preferred first
    Dialed dial(List<Target> targets) throws NobodyAnswers {
        var ended = new LinkedBlockingQueue<Tried>();
        var sockets = new ArrayList<Socket>();
        var failures = new ArrayList<String>();
        try {
            int running = 0;
            while (running > 0 || sockets.size() < targets.size()) {
                boolean more = sockets.size() < targets.size();
                if (more) {
                    sockets.add(begin(targets.get(sockets.size()), ended));
                    running++;
                }
                more = sockets.size() < targets.size();
                Tried tried =
                        more
                                ? ended.poll(HEAD_START.toMillis(), TimeUnit.MILLISECONDS)
                                : ended.take();
                if (tried == null) {
                    continue;
                }
                running--;
                if (tried.failure().isEmpty()) {
                    sockets.remove(tried.socket());
                    return new Dialed(tried.target(), tried.socket());
                }
                failures.add(tried.target() + ": " + tried.failure());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failures.add("the server is stopping");
        } finally {
            sockets.forEach(Dialer::close);
        }
        throw new NobodyAnswers(String.join("; ", failures));
    }

    private Socket begin(Target target, LinkedBlockingQueue<Tried> ended) {
        var socket = new Socket();
        Thread.ofVirtual().name("dial").start(() -> ended.add(connect(target, socket)));
        return socket;
    }

    private Tried connect(Target target, Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            var source = config.source(target.address());
            if (source.isPresent()) {
                socket.bind(new InetSocketAddress(source.get(), 0));
            }
            int time = (int) config.timeouts().connect().toMillis();
            socket.connect(new InetSocketAddress(target.address(), target.port()), time);
            return new Tried(target, socket, "");
        } catch (SocketTimeoutException _) {
            close(socket);
            return new Tried(
                    target,
                    socket,
                    "no answer within " + config.timeouts().connect().toSeconds() + " seconds");
        } catch (IOException failure) {
            close(socket);
            return new Tried(target, socket, Wire.reason(failure));
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            LOG.debug("closing a socket", failure);
        }
    }
}
