package posthouse.net;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// Says what it hears, and what happens.
final class Echo implements Transcripts.Scene {
    private final boolean idles;
    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

    /// @param idles whether to wait for the client and for events at the same time
    Echo(boolean idles) {
        this.idles = idles;
    }

    @Override
    public void serve(Connection connection) throws IOException {
        connection.write("ready " + connection.id() + "\r\n");
        try {
            converse(connection);
        } catch (TimedOut _) {
            connection.write("too slow\r\n");
        }
        connection.flush();
    }

    private void converse(Connection connection) throws IOException {
        while (true) {
            if (!connection.hasInput()) {
                connection.flush();
                if (idles) {
                    awaitInputOrEvent(connection);
                }
            }
            var line = readLine(connection);
            if (line.startsWith("literal ")) {
                connection.write("+ go on\r\n");
                connection.flush();
                var octets = connection.input(Long.parseLong(line.substring(8)));
                connection.write(octets);
                connection.write(readLine(connection));
                connection.write("\r\n");
            } else {
                connection.write(line + "\r\n");
            }
            if (line.equals("bye")) {
                return;
            }
        }
    }

    private static String readLine(Connection connection) throws IOException {
        try {
            return connection.readLine(80).latin1();
        } catch (LineTooLong tooLong) {
            return "too long";
        }
    }

    /// As IMAP's IDLE does it: another thread waits for the client, this one for the world.
    private void awaitInputOrEvent(Connection connection) throws IOException {
        var waiting =
                new FutureTask<>(() -> {
                    connection.awaitInput();
                    return true;
                });
        var _ = Thread.startVirtualThread(waiting);
        while (!waiting.isDone()) {
            String event = events.poll();
            if (event != null) {
                connection.write(event + "\r\n");
                connection.flush();
            }
            Thread.onSpinWait();
        }
        if (waiting.state() == Future.State.FAILED
                && waiting.exceptionNow() instanceof IOException failure) {
            throw failure;
        }
    }

    @Override
    public void happen(String event) {
        if (!event.equals("somebody knocks")) {
            throw new AssertionError(event);
        }
        events.add("knock");
    }
}
