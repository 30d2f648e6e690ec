package posthouse.smtp.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server of the other side that does as a test wants. Remembers what it has heard.
final class FakePeer implements AutoCloseable {
    private final ServerSocket listening;
    private final Behaviour behaviour;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final List<String> heard = new CopyOnWriteArrayList<>();

    @FunctionalInterface
    interface Behaviour {
        void meet(Line line) throws IOException;
    }

    FakePeer(String address, int port, Behaviour behaviour) throws IOException {
        listening = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    int connections() {
        return sockets.size();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> meet(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void meet(Socket socket) {
        try (socket) {
            behaviour.meet(new Line(socket));
        } catch (IOException _) {
            heard.add("(gone)");
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : List.copyOf(sockets)) {
            socket.close();
        }
    }

    /// One connection.
    final class Line {
        private final BufferedReader in;
        private final OutputStream out;

        Line(Socket socket) throws IOException {
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            out = socket.getOutputStream();
        }

        void say(String... lines) throws IOException {
            for (String line : lines) {
                out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            out.flush();
        }

        /// The next line; the connection ends where there is none.
        String hear() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("gone");
            }
            heard.add(line);
            return line;
        }

        /// Waits until something comes, a line or not.
        void hearOctet() throws IOException {
            if (in.read() < 0) {
                throw new IOException("gone");
            }
        }

        /// All up to the dot.
        void hearMessage() throws IOException {
            while (!hear().equals(".")) {
                // on
            }
        }

        void hearChunk(String bdat) throws IOException {
            int octets = Integer.parseInt(bdat.split(" ")[1]);
            var text = new StringBuilder();
            for (int i = 0; i < octets; i++) {
                text.append((char) in.read());
            }
            heard.add(text.toString());
        }

        /// Says nothing until the other side goes.
        void hang() throws IOException {
            while (true) {
                hear();
            }
        }
    }
}
